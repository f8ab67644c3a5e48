/// `config.json` of the docker command, as far as it is used.
///
/// Source: <https://docs.docker.com/reference/cli/docker/#docker-cli-configuration-file-configjson-properties>.
struct ConfigFile: Decodable {
  var auths: [String: AuthEntries.Entry]?
  var credHelpers: [String: String]?
  var credsStore: String?
  var currentContext: String?

  /// Reads the file of a folder; one that is not there says nothing.
  static func read(in folder: ConfigFolder) throws(ClientConfigError) -> ConfigFile {
    try folder.decode(ConfigFile.self, "config.json") ?? ConfigFile()
  }

  /// The credentials that stand in the file itself.
  func entries(in folder: ConfigFolder) -> AuthEntries {
    AuthEntries(auths ?? [:], source: "\(folder.path ?? "")/config.json")
  }
}

internal import FoundationEssentials

/// `config.json` of the docker command, as far as it is used.
///
/// Source: <https://docs.docker.com/reference/cli/docker/#docker-cli-configuration-file-configjson-properties>.
struct ConfigFile: Decodable {
  /// The credential of a registry.
  struct Entry: Decodable {
    var auth: String?
    var username: String?
    var password: String?
    var identitytoken: String?
  }

  var auths: [String: Entry]?
  var credHelpers: [String: String]?
  var credsStore: String?
  var currentContext: String?

  /// Reads the file of a folder; one that is not there says nothing.
  static func read(in folder: ConfigFolder) throws(ClientConfigError) -> ConfigFile {
    try folder.decode(ConfigFile.self, "config.json") ?? ConfigFile()
  }
}

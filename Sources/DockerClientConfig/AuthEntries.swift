internal import DockerEngine
internal import FoundationEssentials

/// The `auths` of the docker command's configuration: credentials by registry.
struct AuthEntries {
  /// What is known of a registry.
  struct Entry: Decodable {
    var auth: String?
    var username: String?
    var password: String?
    var identitytoken: String?
    var registrytoken: String?
  }

  private struct Wire: Decodable {
    var auths: [String: Entry]?
  }

  /// The variable that has such entries as JSON: `{"auths": {…}}`.
  static let variable = "DOCKER_AUTH_CONFIG"

  /// The registries, as they are written.
  var registries: some Sequence<String> { entries.keys }

  private let entries: [String: Entry]
  /// Where they stand, for errors.
  private let source: String

  /// - Parameters:
  ///   - entries: by registry.
  ///   - source: where they stand, for errors.
  init(_ entries: [String: Entry], source: String) {
    self.entries = entries
    self.source = source
  }

  /// Those of ``variable``; none where it is not set, or empty.
  ///
  /// Source: `GetCredentialsStore` of the docker command, from 28 on.
  init(environment: [String: String]) throws(ClientConfigError) {
    var wire = Wire()
    if let text = environment[Self.variable].notEmpty {
      do {
        wire = try JSONDecoder().decode(Wire.self, from: Data(text.utf8))
      } catch {
        // It holds secrets: nothing of it is quoted.
        throw ClientConfigError(
          .badFile,
          #"\#(Self.variable) is not what it should be, JSON such as {"auths": {"HOST": {"auth": "…"}}}"#)
      }
    }
    self.init(wire.auths ?? [:], source: Self.variable)
  }

  /// The credential of a registry, which may be written as an address; nil if there is none.
  ///
  /// - Throws: ``ClientConfigError`` when it can't be understood.
  func credential(for registry: String) throws(ClientConfigError) -> RegistryCredential? {
    let host = Self.host(of: registry)
    let known =
      entries[registry].map { (key: registry, value: $0) }
      ?? entries.sorted { $0.key < $1.key }.first { Self.host(of: $0.key) == host }
    guard let known else { return nil }
    return try credential(known.value, of: known.key)
  }

  /// `registry.example.com:5000` of what may be an address: `https://registry.example.com:5000/v1/`.
  static func host(of registry: String) -> String {
    var rest = registry[...]
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
    let host = String(rest.prefix { $0 != "/" })
    return host == "docker.io" ? "index.docker.io" : host
  }

  private func credential(
    _ entry: Entry, of registry: String
  ) throws(ClientConfigError) -> RegistryCredential? {
    var credential = RegistryCredential(
      username: entry.username ?? "", password: entry.password ?? "",
      identityToken: entry.identitytoken ?? "", registryToken: entry.registrytoken ?? "")
    if let auth = entry.auth.notEmpty {
      guard let data = Data(base64Encoded: auth), let text = String(validating: data, as: UTF8.self),
        let colon = text.firstIndex(of: ":")
      else {
        throw ClientConfigError(
          .badFile,
          "the auth of \"\(registry)\" in \(source) is not user:password in base64; log in again: docker login"
        )
      }
      credential.username = String(text[..<colon])
      // In old files the docker command padded them with zero bytes.
      credential.password = String(text[text.index(after: colon)...].prefix { $0 != "\0" })
    }
    return credential == RegistryCredential() ? nil : credential
  }
}

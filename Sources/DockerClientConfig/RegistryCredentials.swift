package import DockerEngine
internal import FoundationEssentials

/// The credentials of registries that the docker command knows: in its `config.json`, or kept by helper programs.
///
/// A registry with an entry in `credHelpers` is asked of that helper; else all are of the helper in `credsStore`, if
/// there is one; else they are in `auths`. The file is read each time, since a login changes it.
package struct RegistryCredentials: Sendable {
  /// What Docker Hub is called among credentials.
  package static let dockerHub = "https://index.docker.io/v1/"

  private let environment: [String: String]
  private let patience: Duration

  /// Reads nothing yet.
  ///
  /// - Parameters:
  ///   - environment: the variables of the process: `DOCKER_CONFIG` and `HOME`, and what helpers are given.
  ///   - patience: how long a helper may take.
  package init(environment: [String: String], patience: Duration = .seconds(30)) {
    self.environment = environment
    self.patience = patience
  }

  /// The credential of a registry: `registry.example.com:5000`, or ``dockerHub``.
  ///
  /// - Returns: nil if there is none.
  /// - Throws: ``ClientConfigError``, or `CancellationError`.
  package func credential(for registry: String) async throws -> RegistryCredential? {
    let folder = ConfigFolder(environment)
    let config = try ConfigFile.read(in: folder)
    let host = Self.host(of: registry)
    if let name = (config.credHelpers?[registry] ?? config.credHelpers?[host]).notEmpty
      ?? config.credsStore.notEmpty
    {
      return try await helper(name).credential(for: registry)
    }
    let auths = config.auths ?? [:]
    let known =
      auths[registry].map { (key: registry, value: $0) }
      ?? auths.sorted { $0.key < $1.key }.first { Self.host(of: $0.key) == host }
    guard let known else { return nil }
    return try Self.credential(known.value, of: known.key, in: folder)
  }

  /// The credentials of all registries, by registry. A helper that fails has none: whoever asks for all does not need
  /// each.
  ///
  /// - Throws: ``ClientConfigError`` when the file is bad, or `CancellationError`.
  package func all() async throws -> [String: RegistryCredential] {
    let folder = ConfigFolder(environment)
    let config = try ConfigFile.read(in: folder)
    var registries = Set((config.credHelpers ?? [:]).keys)
    if let name = config.credsStore.notEmpty {
      registries.formUnion(try await unlessHelperFails { try await helper(name).registries() } ?? [])
    } else {
      registries.formUnion((config.auths ?? [:]).keys)
    }
    var credentials: [String: RegistryCredential] = [:]
    for registry in registries {
      credentials[registry] = try await unlessHelperFails { try await credential(for: registry) } ?? nil
    }
    return credentials
  }

  private func unlessHelperFails<Value>(_ operation: () async throws -> Value) async throws -> Value? {
    do {
      return try await operation()
    } catch let error as ClientConfigError where error.code == .badHelper {
      return nil
    }
  }

  private func helper(_ name: String) -> CredentialHelper {
    CredentialHelper(name: name, environment: environment, patience: patience)
  }

  /// `registry.example.com:5000` of what may be an address: `https://registry.example.com:5000/v1/`.
  private static func host(of registry: String) -> String {
    var rest = registry[...]
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
    let host = String(rest.prefix { $0 != "/" })
    return host == "docker.io" ? "index.docker.io" : host
  }

  private static func credential(
    _ entry: ConfigFile.Entry, of registry: String, in folder: ConfigFolder
  ) throws(ClientConfigError) -> RegistryCredential? {
    if let token = entry.identitytoken.notEmpty {
      return RegistryCredential(username: "", password: "", identityToken: token)
    }
    if let auth = entry.auth.notEmpty {
      guard let data = Data(base64Encoded: auth), let text = String(validating: data, as: UTF8.self),
        let colon = text.firstIndex(of: ":")
      else {
        throw ClientConfigError(
          .badFile,
          "the auth of \"\(registry)\" in \(folder.path ?? "")/config.json is not user:password in base64;"
            + " log in again: docker login")
      }
      let password = text[text.index(after: colon)...]
      // In old files the docker command padded them with zero bytes.
      return RegistryCredential(
        username: String(text[..<colon]), password: String(password.prefix { $0 != "\0" }))
    }
    guard let username = entry.username.notEmpty else { return nil }
    return RegistryCredential(username: username, password: entry.password ?? "")
  }
}

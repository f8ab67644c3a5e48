package import DockerEngine

/// The credentials of registries that the docker command knows: in `DOCKER_AUTH_CONFIG`, in its `config.json`, or kept
/// by helper programs.
///
/// What `DOCKER_AUTH_CONFIG` has comes first. Then a registry with an entry in `credHelpers` is asked of that helper; else
/// all are of the helper in `credsStore`, if there is one; else they are in `auths`. The file is read each time, since a
/// login changes it.
package struct RegistryCredentials: Sendable {
  /// What Docker Hub is called among credentials.
  package static let dockerHub = "https://index.docker.io/v1/"

  private let environment: [String: String]
  private let patience: Duration

  /// Reads nothing yet.
  ///
  /// - Parameters:
  ///   - environment: the variables of the process: `DOCKER_AUTH_CONFIG`, `DOCKER_CONFIG` and `HOME`, and what helpers
  ///     are given.
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
    if let given = try AuthEntries(environment: environment).credential(for: registry) { return given }
    let folder = ConfigFolder(environment)
    let config = try ConfigFile.read(in: folder)
    let host = AuthEntries.host(of: registry)
    if let name = (config.credHelpers?[registry] ?? config.credHelpers?[host]).notEmpty
      ?? config.credsStore.notEmpty
    {
      return try await helper(name).credential(for: registry)
    }
    return try config.entries(in: folder).credential(for: registry)
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
      registries.formUnion(config.entries(in: folder).registries)
    }
    registries.formUnion(try AuthEntries(environment: environment).registries)
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
}

package import DockerEngine

/// Where a build gets the credentials of the registries that its base images are in.
package protocol BuildCredentials: Sendable {
  /// The credential for a registry: `registry.example.com:5000`, or ``dockerHub``.
  ///
  /// - Returns: nil if there is none; then the registry is asked without.
  func credential(for registry: String) async throws -> RegistryCredential?

  /// All there are, by registry: the classic builder can't ask for those that it needs.
  func all() async throws -> [String: RegistryCredential]
}

extension BuildCredentials {
  /// What Docker Hub is called among credentials.
  package static var dockerHub: String { "https://index.docker.io/v1/" }
}

/// Credentials of no registry.
package struct NoCredentials: BuildCredentials {
  /// Knows nothing.
  package init() {}

  /// None.
  package func credential(for registry: String) async throws -> RegistryCredential? { nil }

  /// None.
  package func all() async throws -> [String: RegistryCredential] { [:] }
}

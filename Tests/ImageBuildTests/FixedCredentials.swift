internal import DockerEngine
internal import ImageBuild

/// Credentials of these registries.
struct FixedCredentials: BuildCredentials {
  var known: [String: RegistryCredential]

  func credential(for registry: String) async throws -> RegistryCredential? { known[registry] }

  func all() async throws -> [String: RegistryCredential] { known }
}

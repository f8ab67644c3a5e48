internal import ImageBuild

/// Credentials of these registries.
struct FixedCredentials: BuildCredentials {
  var known: [String: BuildCredential]

  func credential(for registry: String) async throws -> BuildCredential? { known[registry] }

  func all() async throws -> [String: BuildCredential] { known }
}

internal import DockerEngine
internal import FoundationEssentials

/// The header by which the engine is given the credential of a registry.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/#section/Authentication>.
enum RegistryAuthHeader {
  private struct Credential: Encodable {
    var username: String?
    var password: String?
    var identitytoken: String?
    var serveraddress: String
  }

  /// The header's value: JSON in base64 for URLs.
  static func value(of credential: RegistryCredential, for registry: String) throws -> String {
    var wire = Credential(serveraddress: registry)
    if credential.identityToken.isEmpty {
      wire.username = credential.username
      wire.password = credential.password
    } else {
      wire.identitytoken = credential.identityToken
    }
    return try JSONEncoder().encode(wire).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_")
  }
}

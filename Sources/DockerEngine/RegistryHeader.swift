internal import FoundationEssentials

/// The headers by which the engine is given the credentials of registries: JSON in base64 for URLs.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/#section/Authentication> and, for several,
/// <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageBuild>.
package enum RegistryHeader {
  private struct Wire: Encodable {
    var username: String?
    var password: String?
    var identitytoken: String?
    var registrytoken: String?
    var serveraddress: String?

    init(_ credential: RegistryCredential, of registry: String? = nil) {
      username = credential.username.isEmpty ? nil : credential.username
      password = credential.password.isEmpty ? nil : credential.password
      identitytoken = credential.identityToken.isEmpty ? nil : credential.identityToken
      registrytoken = credential.registryToken.isEmpty ? nil : credential.registryToken
      serveraddress = registry
    }
  }

  /// For a request to one registry.
  package static func one(
    _ credential: RegistryCredential, of registry: String
  ) -> (name: String, value: String) {
    ("X-Registry-Auth", text(Wire(credential, of: registry)))
  }

  /// For a build, which may ask several; nil where there is nothing to say.
  package static func all(_ credentials: [String: RegistryCredential]) -> (name: String, value: String)? {
    guard !credentials.isEmpty else { return nil }
    return ("X-Registry-Config", text(credentials.mapValues { Wire($0) }))
  }

  private static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(value).base64EncodedString()
        .replacing("+", with: "-").replacing("/", with: "_")
    } catch {
      preconditionFailure("texts can't be written as JSON: \(error)")
    }
  }
}

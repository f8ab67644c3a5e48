internal import DockerEngine
internal import FoundationEssentials

/// The header by which the classic builder is given credentials.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageBuild>.
enum RegistryHeader {
  private struct Entry: Encodable {
    var username: String?
    var password: String?
    var identitytoken: String?
  }

  /// The header's value: JSON in base64 for URLs; nil where there is nothing to say.
  static func value(of credentials: [String: RegistryCredential]) -> String? {
    guard !credentials.isEmpty else { return nil }
    let entries = credentials.mapValues { credential in
      credential.identityToken.isEmpty
        ? Entry(username: credential.username, password: credential.password)
        : Entry(identitytoken: credential.identityToken)
    }
    return Data(SortedJSON.text(entries).utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_")
  }
}

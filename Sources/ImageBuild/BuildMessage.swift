internal import FoundationEssentials

/// One message of a builder's answer.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Image/operation/ImageBuild>, and moby's `jsonmessage`.
package struct BuildMessage: Sendable, Hashable, Decodable {
  /// How much of a layer came.
  package struct Progress: Sendable, Hashable, Decodable {
    package var current: Int64?
    package var total: Int64?
  }

  /// Why the build failed.
  package struct Failure: Sendable, Hashable, Decodable {
    package var message: String?
  }

  /// What is not meant for reading: the id of the image, or a trace of BuildKit in base64.
  package enum Extra: Sendable, Hashable, Decodable {
    case image(String)
    case trace(String)
    case unknown

    private struct Image: Decodable {
      var ID: String
    }

    package init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .trace(text)
      } else if let image = try? container.decode(Image.self) {
        self = .image(image.ID)
      } else {
        self = .unknown
      }
    }
  }

  package var stream: String?
  package var status: String?
  package var id: String?
  package var progressDetail: Progress?
  package var errorDetail: Failure?
  package var error: String?
  package var aux: Extra?

  /// What the builder says why it failed; nil if this message does not say that it did.
  package var failure: String? {
    guard errorDetail != nil || error != nil else { return nil }
    return errorDetail?.message ?? error ?? "the builder does not say why"
  }

  /// Decodes a message.
  ///
  /// - Throws: `DecodingError`.
  package static func decode(_ json: [UInt8]) throws -> BuildMessage {
    try JSONDecoder().decode(BuildMessage.self, from: Data(json))
  }

  /// The trace of BuildKit in this message; nil if there is none. One that can't be understood is not worth a
  /// failure: it only shows progress.
  package var trace: BuildTrace? {
    guard case .trace(let text) = aux, id == "moby.buildkit.trace", let data = Data(base64Encoded: text)
    else {
      return nil
    }
    return try? BuildTrace(parsing: Array(data))
  }
}

internal import FoundationEssentials

/// The engine's own words in the body of an answer that is no success.
enum DaemonMessage {
  /// The `message` of a JSON object, or the text itself where it is none (old engines and proxies answer in plain
  /// text).
  ///
  /// - Returns: at most ``longest`` characters without line ends around them; nil for an empty body.
  static func extract(from body: [UInt8]) -> String? {
    let text = decodedMessage(body) ?? String(decoding: body, as: UTF8.self)
    let trimmed = text.trimmingCharacters { $0.isWhitespace }
    return trimmed.isEmpty ? nil : String(trimmed.prefix(longest))
  }

  /// The most characters of a message that are kept.
  static let longest = 2_000

  private struct Wire: Decodable {
    var message: String
  }

  private static func decodedMessage(_ body: [UInt8]) -> String? {
    do {
      return try JSONDecoder().decode(Wire.self, from: Data(body)).message
    } catch {
      return nil
    }
  }
}

extension String {
  fileprivate func trimmingCharacters(where isTrimmed: (Character) -> Bool) -> Substring {
    var rest = drop(while: isTrimmed)
    while let last = rest.last, isTrimmed(last) { rest.removeLast() }
    return rest
  }
}

package import LogQuery

extension QuerySyntaxError {
  /// The error for a person: what is wrong, the query with a caret under the place, and what to do.
  ///
  ///     nothing stands after OR
  ///       error OR
  ///             ^
  ///     hint: OR needs an operand there; for the word itself write or
  ///
  /// The query is shown inert and on one line; of a long one only what is near the place.
  package var diagnostic: String {
    let bytes = Array(query.utf8)
    let before = Self.inert(bytes, Self.windowStart(bytes, before: offset)..<offset)
    let after = Self.inert(bytes, offset..<Self.windowEnd(bytes, after: offset))
    let caret = String(repeating: " ", count: DisplayWidth.columns(before)) + "^"
    return "\(message)\n  \(before)\(after)\n  \(caret)\nhint: \(hint)"
  }

  private static let windowLength = 60

  private static func inert(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    let text = InertText.inert(String(decoding: bytes[range], as: UTF8.self))
    // A tab is inert, but would move the caret.
    return String(text.map { $0 == "\t" ? " " : $0 })
  }

  /// Windows begin and end between characters of UTF-8.
  private static func windowStart(_ bytes: [UInt8], before offset: Int) -> Int {
    var start = max(0, offset - windowLength)
    while start < offset, bytes[start] & 0xC0 == 0x80 { start += 1 }
    return start
  }

  private static func windowEnd(_ bytes: [UInt8], after offset: Int) -> Int {
    var end = min(bytes.count, offset + windowLength)
    while end > offset, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return end
  }
}

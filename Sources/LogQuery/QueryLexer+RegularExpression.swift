internal import LineContent
internal import Patterns

extension QueryLexer {
  private static let slash = UInt8(ascii: "/")

  /// `/…/` or `/…/i` that begins here; nil, and nothing is taken, for other text that begins with a slash, such as a path.
  ///
  /// The next slash without a backslash must close it: only flags, and then a space, a parenthesis or the end, may follow.
  mutating func takeRegularExpression() throws(QuerySyntaxError) -> RegularExpression? {
    guard next == Self.slash, let close = closingSlash(after: position), close > position + 1 else {
      return nil
    }
    var end = close + 1
    while let byte = byte(at: end), (byte | 0x20) &- 0x61 < 26 { end += 1 }
    guard endsWord(byte(at: end)), byte(at: end) != UInt8(ascii: "\"") else { return nil }
    let flags = String(decoding: bytes[close + 1..<end], as: UTF8.self)
    let content = bytes[position + 1..<close]
    if flags != "", flags != "i" {
      // `/api/users` is a path; `/a|b/g` is meant to be an expression.
      if Self.isUnlikelyPath(content) { throw failure(.unknownFlags(flags), at: close + 1) }
      return nil
    }
    let expression = try compiled(String(decoding: content, as: UTF8.self), ignoresCase: flags == "i")
    position = end
    if next == UInt8(ascii: "(") { throw failure(.parenthesisInsideWord, at: end) }
    return expression
  }

  private func closingSlash(after start: Int) -> Int? {
    var offset = start + 1
    while let byte = byte(at: offset) {
      if byte == Self.slash { return offset }
      offset += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }

  private static func isUnlikelyPath(_ content: ArraySlice<UInt8>) -> Bool {
    content.contains { "(|[\\^$".utf8.contains($0) }
  }

  private func compiled(_ pattern: String, ignoresCase: Bool) throws(QuerySyntaxError) -> RegularExpression {
    do throws(RegularExpressionError) {
      return try RegularExpression(pattern, ignoresCase: ignoresCase)
    } catch {
      throw failure(.invalidRegularExpression(error.reason), at: position + 1 + error.offset)
    }
  }
}

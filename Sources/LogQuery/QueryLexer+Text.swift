internal import LineContent

extension QueryLexer {
  private static let star = UInt8(ascii: "*")
  private static let quote = UInt8(ascii: "\"")

  /// A word or quoted text with its stars, or the name of an operator.
  mutating func takeText() throws(QuerySyntaxError) -> QueryToken.Kind {
    let start = position
    if next == Self.star, byte(at: position + 1) == Self.quote { position += 1 }
    return try next == Self.quote ? takeQuoted(goesOnBefore: position > start) : takeWord()
  }

  private mutating func takeQuoted(goesOnBefore: Bool) throws(QuerySyntaxError) -> QueryToken.Kind {
    let start = position
    let content = try takeQuotation()
    guard !content.isEmpty else { throw failure(.emptyQuotes, at: start) }
    let open = next == Self.star
    if open { position += 1 }
    if next == UInt8(ascii: "(") { throw failure(.parenthesisInsideWord, at: position) }
    try refuseText(after: .quoteInsideWord, at: position - 1)
    return .operand(textExpression(content, goesOnBefore: goesOnBefore, open: open))
  }

  /// What stands between the quotation mark here and the one that closes it, without escapes.
  mutating func takeQuotation() throws(QuerySyntaxError) -> [UInt8] {
    let start = position
    position += 1
    var content: [UInt8] = []
    while let byte = next, byte != Self.quote {
      if byte == UInt8(ascii: "\\") { try takeBackslash() }
      guard let literal = next else { break }
      content.append(literal)
      position += 1
    }
    guard next != nil else { throw failure(.unclosedQuote, at: start) }
    position += 1
    return content
  }

  /// Steps over a backslash, which must stand before `"` or `\`.
  private mutating func takeBackslash() throws(QuerySyntaxError) {
    position += 1
    guard next == Self.quote || next == UInt8(ascii: "\\") else {
      throw failure(.unknownEscape, at: position - 1)
    }
  }

  private mutating func takeWord() throws(QuerySyntaxError) -> QueryToken.Kind {
    let start = position
    while !endsWord(next) { position += 1 }
    let word = bytes[start..<position]
    let kind = try kind(ofWord: word)
    if next == Self.quote { throw failure(.quoteInsideWord, at: position) }
    if next == UInt8(ascii: "("), case .operand = kind {
      let looksLikeExpression = word.first == UInt8(ascii: "/")
      throw looksLikeExpression
        ? failure(.unclosedRegularExpression, at: start) : failure(.parenthesisInsideWord, at: position)
    }
    return kind
  }

  private func kind(ofWord word: ArraySlice<UInt8>) throws(QuerySyntaxError) -> QueryToken.Kind {
    switch String(decoding: word, as: UTF8.self) {
    case "AND": return .and
    case "OR": return .or
    case "NOT": return .not
    case "*": return .operand(.all)
    default: break
    }
    let goesOnBefore = word.first == Self.star
    let open = word.last == Self.star
    let stem = Array(word.dropFirst(goesOnBefore ? 1 : 0).dropLast(open ? 1 : 0))
    if word.allSatisfy({ $0 == Self.star }) { throw failure(.starAlone, at: word.startIndex) }
    if let inner = stem.firstIndex(of: Self.star) {
      let offset = word.startIndex + (goesOnBefore ? 1 : 0) + inner
      throw failure(.starInside(word: String(decoding: stem, as: UTF8.self)), at: offset)
    }
    return .operand(textExpression(stem, goesOnBefore: goesOnBefore, open: open))
  }

  private func textExpression(_ bytes: [UInt8], goesOnBefore: Bool, open: Bool) -> QueryExpression {
    .text(bytes, goesOnBefore: goesOnBefore, open: open, isCaseSensitive: isCaseSensitive)
  }
}

/// Cuts a query into tokens.
///
/// Works on UTF-8 bytes and stops at the first piece that is none. A mark that stands where it would silently mean something
/// else than it seems to (`say"hi"`, `main()`, `*word*`) is an error rather than a guess.
struct QueryLexer {
  private let text: String
  private let bytes: [UInt8]
  private var position = 0
  private var tokens: [QueryToken] = []

  /// The tokens of `text`, in order. Complexity: O(length).
  static func tokens(of text: String) throws(QuerySyntaxError) -> [QueryToken] {
    guard text.utf8.count <= Query.maximumLength else {
      throw QuerySyntaxError(query: text, offset: 0, reason: .tooLong)
    }
    var lexer = QueryLexer(text: text, bytes: Array(text.utf8))
    while try lexer.takeToken() {}
    return lexer.tokens
  }

  private init(text: String, bytes: [UInt8]) {
    self.text = text
    self.bytes = bytes
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Takes one token; false at the end of the query.
  private mutating func takeToken() throws(QuerySyntaxError) -> Bool {
    while let byte = next, TokenBytes.isSpace(byte) { position += 1 }
    guard let byte = next else { return false }
    switch byte {
    case UInt8(ascii: "("): takeMark(.openParenthesis)
    case UInt8(ascii: ")"):
      takeMark(.closeParenthesis)
      try refuseText(after: .parenthesisInsideWord, at: position - 1)
    case UInt8(ascii: "\""): try takeQuoted()
    case UInt8(ascii: "-"): try takeMinus()
    default: try takeWord()
    }
    return true
  }

  private mutating func takeMark(_ kind: QueryToken.Kind) {
    tokens.append(QueryToken(kind: kind, range: position..<position + 1))
    position += 1
  }

  private mutating func takeMinus() throws(QuerySyntaxError) {
    takeMark(.minus)
    guard let byte = next, !TokenBytes.isSpace(byte), byte != UInt8(ascii: ")") else {
      throw failure(.loneMinus, at: position - 1)
    }
    if byte == UInt8(ascii: "-") { throw failure(.repeatedMinus, at: position - 1) }
  }

  private mutating func takeQuoted() throws(QuerySyntaxError) {
    let start = position
    position += 1
    var content: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte == UInt8(ascii: "\\") { try takeBackslash() }
      guard let literal = next else { break }
      content.append(literal)
      position += 1
    }
    guard next != nil else { throw failure(.unclosedQuote, at: start) }
    position += 1
    guard !content.isEmpty else { throw failure(.emptyQuotes, at: start) }
    let open = next == UInt8(ascii: "*")
    if open { position += 1 }
    tokens.append(QueryToken(kind: .text(content, open: open), range: start..<position))
    if next == UInt8(ascii: "(") { throw failure(.parenthesisInsideWord, at: position) }
    try refuseText(after: .quoteInsideWord, at: position - 1)
  }

  /// Steps over a backslash, which must stand before `"` or `\`.
  private mutating func takeBackslash() throws(QuerySyntaxError) {
    position += 1
    guard next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") else {
      throw failure(.unknownEscape, at: position - 1)
    }
  }

  /// A piece that must be followed by a space, a parenthesis or the end.
  private func refuseText(after reason: QuerySyntaxError.Reason, at offset: Int) throws(QuerySyntaxError) {
    guard let byte = next, !TokenBytes.isSpace(byte), byte != UInt8(ascii: "("), byte != UInt8(ascii: ")")
    else {
      return
    }
    throw failure(reason, at: offset)
  }

  private mutating func takeWord() throws(QuerySyntaxError) {
    let start = position
    while let byte = next, !Self.endsWord(byte) { position += 1 }
    let word = bytes[start..<position]
    let kind = try kind(ofWord: word)
    if next == UInt8(ascii: "\"") { throw failure(.quoteInsideWord, at: position) }
    if next == UInt8(ascii: "("), case .text = kind { throw failure(.parenthesisInsideWord, at: position) }
    tokens.append(QueryToken(kind: kind, range: start..<position))
  }

  private static func endsWord(_ byte: UInt8) -> Bool {
    TokenBytes.isSpace(byte) || byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")")
      || byte == UInt8(ascii: "\"")
  }

  private func kind(ofWord word: ArraySlice<UInt8>) throws(QuerySyntaxError) -> QueryToken.Kind {
    let star = UInt8(ascii: "*")
    switch String(decoding: word, as: UTF8.self) {
    case "AND": return .and
    case "OR": return .or
    case "NOT": return .not
    case "*": return .everything
    default: break
    }
    let open = word.last == star
    let stem = open ? word.dropLast() : word
    guard let inner = stem.firstIndex(of: star) else { return .text(Array(stem), open: open) }
    let withoutStars = String(decoding: word.filter { $0 != star }, as: UTF8.self)
    if withoutStars.isEmpty { throw failure(.starAlone, at: word.startIndex) }
    if inner == word.startIndex { throw failure(.starBefore(word: withoutStars), at: inner) }
    throw failure(.starInside(word: String(decoding: stem, as: UTF8.self)), at: inner)
  }

  private func failure(_ reason: QuerySyntaxError.Reason, at offset: Int) -> QuerySyntaxError {
    QuerySyntaxError(query: text, offset: offset, reason: reason)
  }
}

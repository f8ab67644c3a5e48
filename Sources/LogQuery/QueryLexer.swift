internal import LineContent

/// Cuts a query into tokens.
///
/// Works on UTF-8 bytes and stops at the first piece that is none. A mark that stands where it would silently mean something
/// else than it seems to (`say"hi"`, `main()`, `a*b`) is an error rather than a guess.
struct QueryLexer {
  let text: String
  let bytes: [UInt8]
  let isCaseSensitive: Bool
  var position = 0
  private var tokens: [QueryToken] = []

  /// The tokens of `text`, in order. Complexity: O(length).
  static func tokens(of text: String, isCaseSensitive: Bool) throws(QuerySyntaxError) -> [QueryToken] {
    guard text.utf8.count <= Query.maximumLength else {
      throw QuerySyntaxError(query: text, offset: 0, reason: .tooLong)
    }
    var lexer = QueryLexer(text: text, bytes: Array(text.utf8), isCaseSensitive: isCaseSensitive)
    while try lexer.takeToken() {}
    return lexer.tokens
  }

  private init(text: String, bytes: [UInt8], isCaseSensitive: Bool) {
    self.text = text
    self.bytes = bytes
    self.isCaseSensitive = isCaseSensitive
  }

  /// The next byte; nil at the end.
  var next: UInt8? { byte(at: position) }

  func byte(at offset: Int) -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  /// Takes one token; false at the end of the query.
  private mutating func takeToken() throws(QuerySyntaxError) -> Bool {
    while let byte = next, TokenBytes.isSpace(byte) { position += 1 }
    guard let byte = next else { return false }
    let start = position
    let kind: QueryToken.Kind
    switch byte {
    case UInt8(ascii: "("): kind = takeMark(.openParenthesis)
    case UInt8(ascii: ")"):
      kind = takeMark(.closeParenthesis)
      try refuseText(after: .parenthesisInsideWord, at: start)
    case UInt8(ascii: "-"): kind = try takeMinus()
    default: kind = try takeOperand()
    }
    tokens.append(QueryToken(kind: kind, range: start..<position))
    return true
  }

  private mutating func takeMark(_ kind: QueryToken.Kind) -> QueryToken.Kind {
    position += 1
    return kind
  }

  private mutating func takeMinus() throws(QuerySyntaxError) -> QueryToken.Kind {
    position += 1
    guard let byte = next, !TokenBytes.isSpace(byte), byte != UInt8(ascii: ")") else {
      throw failure(.loneMinus, at: position - 1)
    }
    if byte == UInt8(ascii: "-") { throw failure(.repeatedMinus, at: position - 1) }
    return .minus
  }

  private mutating func takeOperand() throws(QuerySyntaxError) -> QueryToken.Kind {
    if let expression = try takeRegularExpression() { return .operand(.regex(expression)) }
    if let test = try takeTest() { return .operand(test) }
    return try takeText()
  }

  /// A piece that must be followed by a space, a parenthesis or the end.
  func refuseText(after reason: QuerySyntaxError.Reason, at offset: Int) throws(QuerySyntaxError) {
    guard let byte = next, !TokenBytes.isSpace(byte), byte != UInt8(ascii: "("), byte != UInt8(ascii: ")")
    else {
      return
    }
    throw failure(reason, at: offset)
  }

  /// True at a space, a parenthesis, a quotation mark and the end.
  func endsWord(_ byte: UInt8?) -> Bool {
    switch byte {
    case nil, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""): true
    case let byte?: TokenBytes.isSpace(byte)
    }
  }

  func failure(_ reason: QuerySyntaxError.Reason, at offset: Int) -> QuerySyntaxError {
    QuerySyntaxError(query: text, offset: offset, reason: reason)
  }
}

internal import LineContent
internal import LogWire
internal import Patterns

extension QueryLexer {
  /// A name, an operator and a value, such as `level>=warn` or `user.id:42`; nil, and nothing is taken, if it is text.
  ///
  /// A name begins with a letter, `_` or `@`, and ends with a token byte. A colon is one of text if `//`, a second colon or a
  /// backslash follows: `http://…`, `std::io`, `C:\temp`.
  mutating func takeTest() throws(QuerySyntaxError) -> QueryExpression? {
    let start = position
    guard let name = nameRange(from: start), let comparison = comparison(at: name.upperBound) else {
      return nil
    }
    position = name.upperBound + comparison.rawValue.utf8.count
    let place = TestPlace(
      name: String(decoding: bytes[name], as: UTF8.self), start: start, comparison: comparison)
    // A dot before the name of a predicate makes it the field of the line.
    let isField = name.lowerBound > start
    let kind = isField ? .field : QueryName(Array(bytes[name]), isCaseSensitive: isCaseSensitive)
    if endsWord(next), next != UInt8(ascii: "\"") {
      let isGroup = next == UInt8(ascii: "(")
      throw failure(
        isGroup ? .groupOfValues(name: place.name) : .noValue(name: place.name),
        at: position - (isGroup ? 0 : 1))
    }
    let test = try test(of: kind, place)
    if next == UInt8(ascii: "(") { throw failure(.parenthesisInsideWord, at: position) }
    try refuseText(after: .quoteInsideWord, at: position - 1)
    return test
  }

  /// What stands before a value.
  private struct TestPlace {
    let name: String
    let start: Int
    let comparison: Comparison
  }

  /// The name that begins here; nil if none does.
  private func nameRange(from start: Int) -> Range<Int>? {
    var first = start
    if next == UInt8(ascii: ".") { first += 1 }
    guard let byte = byte(at: first), TokenBytes.isToken(byte) || byte == UInt8(ascii: "@"),
      !TokenBytes.isDigit(byte)
    else { return nil }
    var end = first
    while let byte = self.byte(at: end), TokenBytes.isToken(byte) || ".-@".utf8.contains(byte) { end += 1 }
    guard TokenBytes.isToken(bytes[end - 1]) else { return nil }
    let isDotted = first > start
    if isDotted, QueryName(Array(bytes[first..<end]), isCaseSensitive: isCaseSensitive) == .field {
      return nil
    }
    return first..<end
  }

  private func comparison(at offset: Int) -> Comparison? {
    let next = byte(at: offset + 1)
    switch byte(at: offset) {
    case UInt8(ascii: "<"): return next == UInt8(ascii: "=") ? .lessOrEqual : .less
    case UInt8(ascii: ">"): return next == UInt8(ascii: "=") ? .greaterOrEqual : .greater
    case UInt8(ascii: ":"):
      let isText =
        next == UInt8(ascii: ":") || next == UInt8(ascii: "\\")
        || next == UInt8(ascii: "/") && byte(at: offset + 2) == UInt8(ascii: "/")
      return isText ? nil : .equal
    default: return nil
    }
  }

  private mutating func test(
    of kind: QueryName, _ place: TestPlace
  ) throws(QuerySyntaxError) -> QueryExpression {
    switch kind {
    case .level: return .level(try levelTest(place))
    case .field: return try fieldTest(place)
    case .container, .project, .resource, .stream:
      guard place.comparison == .equal else { throw failure(.noOrder(name: place.name), at: place.start) }
      return try contextTest(of: kind)
    }
  }

  private mutating func levelTest(_ place: TestPlace) throws(QuerySyntaxError) -> LevelTest {
    let comparison = takeComparison() ?? place.comparison
    let start = position
    let name = try takeValue()
    if name == "*", comparison == .equal { return .exists }
    guard let level = Level(name: name) else { throw failure(.unknownLevel(name), at: start) }
    return LevelTest(comparison: comparison, level: level)
  }

  private mutating func contextTest(of kind: QueryName) throws(QuerySyntaxError) -> QueryExpression {
    let start = position
    let value = try takeValue()
    if kind == .stream {
      guard let stream = LogStream.allCases.first(where: { $0.description == value }) else {
        throw failure(.unknownStream(value), at: start)
      }
      return .stream(stream)
    }
    let glob = try glob(value, at: start)
    switch kind {
    case .project: return .project(glob)
    case .resource: return .resource(glob)
    default: return .container(ContainerPattern(text: value, glob: glob))
    }
  }

  private func glob(_ value: String, at offset: Int) throws(QuerySyntaxError) -> Glob {
    guard !value.isEmpty else { throw failure(.emptyQuotes, at: offset) }
    do throws(GlobSyntaxError) {
      return try Glob(value)
    } catch {
      throw failure(.invalidGlob(error.reason), at: offset)
    }
  }

  /// A word or a quotation.
  private mutating func takeValue() throws(QuerySyntaxError) -> String {
    if next == UInt8(ascii: "\"") { return String(decoding: try takeQuotation(), as: UTF8.self) }
    let start = position
    while !endsWord(next) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// As in `status:>=500`.
  private mutating func takeComparison() -> Comparison? {
    guard next == UInt8(ascii: "<") || next == UInt8(ascii: ">"), let comparison = comparison(at: position)
    else {
      return nil
    }
    position += comparison.rawValue.utf8.count
    return comparison
  }
}

extension QueryLexer {
  private mutating func fieldTest(_ place: TestPlace) throws(QuerySyntaxError) -> QueryExpression {
    let path = FieldPath(Array(place.name.utf8), isCaseSensitive: isCaseSensitive)
    if let expression = try takeRegularExpression() { return .field(path, .regex(expression)) }
    let comparison = place.comparison == .equal ? takeComparison() ?? .equal : place.comparison
    if comparison == .equal { return .field(path, try takePattern()) }
    let start = position
    let value = try takeValue()
    guard let number = FieldNumber(value), number.isFinite else {
      throw failure(.notANumber(value, name: place.name), at: start)
    }
    return .field(path, .number(comparison, number))
  }

  /// Words and quotations with stars between.
  private mutating func takePattern() throws(QuerySyntaxError) -> FieldTest {
    let start = position
    var parts: [[UInt8]] = []
    var isQuoted = false
    repeat {
      if !parts.isEmpty { position += 1 }
      let isQuotation = next == UInt8(ascii: "\"")
      isQuoted = isQuoted || isQuotation
      parts.append(isQuotation ? try takeQuotation() : takePart())
      if isQuotation { try refuseAfterQuotation() }
    } while next == UInt8(ascii: "*")
    let written = Array(bytes[start..<position])
    if written == [UInt8(ascii: "*")] { return .exists }
    if !isQuoted, parts.count == 1, let decimal = Decimal(parts[0]) { return .decimal(decimal) }
    return .text(FieldPattern(parts, isCaseSensitive: isCaseSensitive))
  }

  private mutating func takePart() -> [UInt8] {
    let start = position
    while !endsWord(next), next != UInt8(ascii: "*") { position += 1 }
    return Array(bytes[start..<position])
  }

  private func refuseAfterQuotation() throws(QuerySyntaxError) {
    if next != UInt8(ascii: "*") { try refuseText(after: .quoteInsideWord, at: position - 1) }
  }
}

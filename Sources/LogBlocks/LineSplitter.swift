internal import Glibc
internal import LineContent
internal import LogWire

/// Takes lines apart into a template and variables, as ``TemplateSyntax`` says.
///
/// The variables of all lines are in ``starts`` and ``lengths``. Nothing is allocated for a line.
struct LineSplitter: ~Copyable {
  /// The template of the line that was split last.
  let template: UnsafeMutablePointer<UInt8>
  private(set) var templateCount = 0
  /// Where the variables stand in the text.
  private(set) var starts: UnsafeMutablePointer<UInt32>
  private(set) var lengths: UnsafeMutablePointer<UInt32>
  private(set) var variableCount = 0
  private var capacity = 1 << 12
  private(set) var masks = TokenMasks()
  /// See ``TemplateLearning``.
  private var splitsPaths = false
  /// Where the last token of a path ends; it goes on while nothing but its signs follows.
  private var pathEnd = -1

  /// At least as long as any key of a level.
  private static let longestLevelKey = 16

  /// How much of a block must have been seen to say that it has too many new templates.
  private static let sample = 16 << 10

  /// Room behind the template for copies of whole words.
  private static let slack = 16

  init() {
    template = .allocate(capacity: TemplateSyntax.maximumLine + Self.slack)
    starts = .allocate(capacity: capacity)
    lengths = .allocate(capacity: capacity)
  }

  deinit {
    template.deallocate()
    starts.deallocate()
    lengths.deallocate()
  }

  /// Writes the line `start ..< end` as one variable.
  mutating func takeWhole(from start: Int, to end: Int) {
    reserve(1)
    template[0] = TemplateSyntax.placeholder
    template[1] = TemplateSyntax.placeholder
    templateCount = 2
    add(start, end)
  }

  /// Splits the line `start ..< end` of the text.
  ///
  /// - Parameter textEnd: how far `text` may be read.
  mutating func split(_ text: UnsafePointer<UInt8>, from start: Int, to end: Int, textEnd: Int) {
    guard end - start <= TemplateSyntax.maximumLine else { return takeWhole(from: start, to: end) }
    reserve(TemplateSyntax.maximumVariables)
    let firstVariable = variableCount
    var output = 0
    var literal = start
    var position = start
    pathEnd = -1
    while let (token, tokenEnd) = masks.nextToken(from: position, limit: end) {
      position = tokenEnd
      guard isVariable(text, token, tokenEnd, lineStart: start, lineEnd: end, previousEnd: literal) else {
        continue
      }
      guard variableCount - firstVariable < TemplateSyntax.maximumVariables else {
        variableCount = firstVariable
        return takeWhole(from: start, to: end)
      }
      copy(text, literal, token, to: &output, textEnd: textEnd)
      template[output] = TemplateSyntax.placeholder
      output += 1
      add(token, tokenEnd)
      literal = tokenEnd
    }
    copy(text, literal, end, to: &output, textEnd: textEnd)
    templateCount = output
  }

  // MARK: - One line

  /// Splits a line that stands alone, whose variables are then the only ones.
  mutating func split(_ line: UnsafePointer<UInt8>, count: Int, splitsPaths: Bool) {
    self.splitsPaths = splitsPaths
    masks.classify(line, count: count)
    variableCount = 0
    split(line, from: 0, to: count, textEnd: count)
  }

  // MARK: - All lines of a block

  /// How much of a block is unlike what was there before.
  struct Share {
    /// Bytes of lines whose template is new.
    var newBytes = 0
    /// Bytes of lines that are one variable.
    var wholeBytes = 0
  }

  /// Splits all lines of a block and finds the numbers of their templates.
  ///
  /// One call for all lines, since a call through a class costs Swift's check of exclusive access.
  ///
  /// - Parameters:
  ///   - first: where the text stands in the bytes that the ends of `lines` count in.
  ///   - learning: how to split, and how many new templates are accepted from a block that is mostly new.
  /// - Returns: nil as soon as it is clear that there are too many new ones.
  mutating func splitAll(
    _ text: UnsafePointer<UInt8>, count: Int, lines: UnsafeBufferPointer<LineBatch.Line>, range: Range<Int>,
    first: Int, table: inout TemplateTable, learning: TemplateLearning,
    numbers: UnsafeMutableBufferPointer<UInt32>
  ) -> Share? {
    masks.classify(text, count: count)
    splitsPaths = learning.splitsPaths
    variableCount = 0
    let hasPlaceholder = memchr(text, Int32(TemplateSyntax.placeholder), count) != nil
    var share = Share()
    let knownBefore = table.count
    var start = range.lowerBound == 0 ? 0 : Int(lines[range.lowerBound - 1].end) - first
    for index in range {
      let end = Int(lines[index].end) - first
      let known = table.count
      let number = number(
        text, from: start, to: end, textEnd: count, mayBeWhole: hasPlaceholder, table: &table)
      if number >= known {
        share.newBytes += end - start
        // Not by the first lines: these may be of a rare kind.
        if number - knownBefore > learning.left, end > Self.sample,
          share.newBytes * TemplateBlockEncoder.unlikeShare > end
        {
          return nil
        }
      }
      if number == TemplateSyntax.whole { share.wholeBytes += end - start }
      numbers[index - range.lowerBound] = UInt32(truncatingIfNeeded: number)
      start = end
    }
    return share
  }

  /// Splits a line and gives the number of its template. One whose template finds no room in the table is taken whole.
  @inline(__always)
  private mutating func number(
    _ text: UnsafePointer<UInt8>, from start: Int, to end: Int, textEnd: Int, mayBeWhole: Bool,
    table: inout TemplateTable
  ) -> Int {
    let variables = variableCount
    if mayBeWhole, memchr(text + start, Int32(TemplateSyntax.placeholder), end - start) != nil {
      takeWhole(from: start, to: end)
    } else {
      split(text, from: start, to: end, textEnd: textEnd)
    }
    if let number = table.number(of: template, count: templateCount) { return number }
    variableCount = variables
    takeWhole(from: start, to: end)
    return TemplateSyntax.whole
  }

  // MARK: - What is a variable

  /// - Parameter previousEnd: the end of the variable before, or the start of the line.
  @inline(__always)
  private mutating func isVariable(
    _ text: UnsafePointer<UInt8>, _ token: Int, _ end: Int, lineStart: Int, lineEnd: Int, previousEnd: Int
  ) -> Bool {
    let hasDigit = masks.hasDigit(from: token, to: end)
    if splitsPaths, isInPath(text, token, lineStart: lineStart) {
      pathEnd = end
      return !staysLiteral(text, token, end, lineStart: lineStart, lineEnd: lineEnd)
        && (hasDigit || !tellsLevel(text, token, end))
    }
    if hasDigit { return !staysLiteral(text, token, end, lineStart: lineStart, lineEnd: lineEnd) }
    guard token > lineStart else { return false }
    switch text[token - 1] {
    case UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: ":"):
      return isFieldValue(text, token, end, lineStart: lineStart, lineEnd: lineEnd)
    case UInt8(ascii: " "):
      return token - 1 > lineStart && text[token - 2] == UInt8(ascii: ":")
        && isFieldValue(text, token, end, lineStart: lineStart, lineEnd: lineEnd)
    case UInt8(ascii: "-"):
      return token - 1 == previousEnd && previousEnd > lineStart && isJoinable(text, token, end)
    default: return false
    }
  }

  /// Whether a token belongs to a path or the rest of a URL: it follows `/` that no token stands before, or such a token and
  /// signs that paths have.
  private func isInPath(_ text: UnsafePointer<UInt8>, _ token: Int, lineStart: Int) -> Bool {
    guard token > lineStart else { return false }
    if pathEnd >= lineStart {
      var index = pathEnd
      while index < token, Self.isPathSign(text[index]) { index += 1 }
      if index == token { return true }
    }
    guard text[token - 1] == UInt8(ascii: "/") else { return false }
    return token - 1 == lineStart || !TokenBytes.isToken(text[token - 2])
  }

  private static func isPathSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "~"), UInt8(ascii: "%"),
      UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: ":"),
      UInt8(ascii: "@"), UInt8(ascii: "#"):
      true
    default: false
    }
  }

  /// Lower case, and no name of a level: that must stay in the template.
  private func isJoinable(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    for index in start..<end where text[index] &- UInt8(ascii: "a") >= 26 { return false }
    return !tellsLevel(text, start, end)
  }

  /// The name of a level, or of the field that has it.
  private func tellsLevel(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let token = UnsafeRawBufferPointer(start: text + start, count: end - start).bytes
    return Level(name: token) != nil || Level.isKey(token)
  }

  /// A token with a digit that tells the level of the line.
  @inline(__always)
  private func staysLiteral(
    _ text: UnsafePointer<UInt8>, _ token: Int, _ end: Int, lineStart: Int, lineEnd: Int
  ) -> Bool {
    if token - lineStart <= 1 { return isHead(text, token, end, lineStart: lineStart, lineEnd: lineEnd) }
    switch text[token - 1] {
    case UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: ":"): break
    case UInt8(ascii: " ") where text[token - 2] == UInt8(ascii: ":"): break
    case UInt8(ascii: ";"): return endsEscape(text, token, end)
    case UInt8(ascii: "[") where text[token - 2] == 0x1B: return endsEscape(text, token, end)
    default: return false
    }
    return fieldKeyEnd(text, token, lineStart: lineStart).map {
      isLevelKey(text, endingAt: $0.end, lineStart)
    }
      ?? false
  }

  /// `31mERROR`: the end of a terminal's escape, and the name of a level.
  private func endsEscape(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    let token = UnsafeRawBufferPointer(start: text + start, count: end - start).bytes
    return Level.nameStart(afterEscape: token) != nil
  }

  /// `E1123 ` or `<134>` at the start of the line.
  private func isHead(
    _ text: UnsafePointer<UInt8>, _ token: Int, _ end: Int, lineStart: Int, lineEnd: Int
  ) -> Bool {
    guard end < lineEnd else { return false }
    if token == lineStart {
      return end - token == 5 && !TokenBytes.isDigit(text[token]) && text[token] < 0x80
        && text[token] != UInt8(ascii: "_") && isDigits(text, token + 1, end)
        && text[end] == UInt8(ascii: " ")
    }
    return text[lineStart] == UInt8(ascii: "<") && text[end] == UInt8(ascii: ">") && end - token <= 3
      && isDigits(text, token, end)
  }

  private func isDigits(_ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
    for index in start..<end where !TokenBytes.isDigit(text[index]) { return false }
    return true
  }

  private func isFieldValue(
    _ text: UnsafePointer<UInt8>, _ token: Int, _ end: Int, lineStart: Int, lineEnd: Int
  ) -> Bool {
    guard let key = fieldKeyEnd(text, token, lineStart: lineStart) else { return false }
    if key.isQuoted {
      guard end < lineEnd, text[end] == UInt8(ascii: "\"") else { return false }
    } else if end < lineEnd {
      switch text[end] {
      case UInt8(ascii: " "), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: ")"),
        UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        break
      default: return false
      }
    }
    return !isLevelKey(text, endingAt: key.end, lineStart)
  }

  /// Where the key ends whose value begins at `token`: of `key=`, `key="`, `"key":`, `"key": `, `"key":"`, `"key": "`.
  private func fieldKeyEnd(
    _ text: UnsafePointer<UInt8>, _ token: Int, lineStart: Int
  ) -> (end: Int, isQuoted: Bool)? {
    var index = token - 1
    let isQuoted = index >= lineStart && text[index] == UInt8(ascii: "\"")
    if isQuoted { index -= 1 }
    guard index > lineStart else { return nil }
    if text[index] == UInt8(ascii: "=") {
      return TokenBytes.isToken(text[index - 1]) ? (index, isQuoted) : nil
    }
    if text[index] == UInt8(ascii: " ") { index -= 1 }
    guard index - 2 >= lineStart, text[index] == UInt8(ascii: ":"), text[index - 1] == UInt8(ascii: "\""),
      TokenBytes.isToken(text[index - 2])
    else { return nil }
    return (index - 1, isQuoted)
  }

  private func isLevelKey(_ text: UnsafePointer<UInt8>, endingAt end: Int, _ lineStart: Int) -> Bool {
    // What the keys end with; most others are ruled out by it.
    switch text[end - 1] | 0x20 {
    case UInt8(ascii: "l"), UInt8(ascii: "y"), UInt8(ascii: "e"), UInt8(ascii: "t"): break
    default: return false
    }
    var start = end
    while start > lineStart, end - start <= Self.longestLevelKey, TokenBytes.isToken(text[start - 1]) {
      start -= 1
    }
    return Level.isKey(UnsafeRawBufferPointer(start: text + start, count: end - start).bytes)
  }

  // MARK: - Memory

  private mutating func reserve(_ more: Int) {
    guard variableCount + more > capacity else { return }
    let larger = max(capacity * 2, variableCount + more)
    starts = Self.grown(starts, count: variableCount, to: larger)
    lengths = Self.grown(lengths, count: variableCount, to: larger)
    capacity = larger
  }

  private static func grown(
    _ old: UnsafeMutablePointer<UInt32>, count: Int, to capacity: Int
  ) -> UnsafeMutablePointer<UInt32> {
    let new = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    new.update(from: old, count: count)
    old.deallocate()
    return new
  }

  @inline(__always)
  private mutating func add(_ start: Int, _ end: Int) {
    starts[variableCount] = UInt32(truncatingIfNeeded: start)
    lengths[variableCount] = UInt32(truncatingIfNeeded: end - start)
    variableCount += 1
  }

  /// Appends `start ..< end` of the text to the template; eight bytes at a time where the text may be read so far.
  @inline(__always)
  private func copy(
    _ text: UnsafePointer<UInt8>, _ start: Int, _ end: Int, to output: inout Int, textEnd: Int
  ) {
    let source = UnsafeRawPointer(text + start)
    let target = UnsafeMutableRawPointer(template + output)
    let count = end - start
    output += count
    guard end + 8 <= textEnd else { return target.copyMemory(from: source, byteCount: count) }
    var index = 0
    while index < count {
      target.storeBytes(
        of: source.loadUnaligned(fromByteOffset: index, as: UInt64.self), toByteOffset: index, as: UInt64.self
      )
      index += 8
    }
  }
}

internal import LogWire

/// Finds the objects and pairs in a line; see ``LineFields``.
struct FieldScanner {
  /// What stands before it is read.
  private var position = 0
  /// Where the value of the last pair begins.
  private var valueStart = 0

  /// Tells `visitor` of all fields, until it has seen enough.
  static func read(_ line: RawSpan, _ visitor: inout some FieldVisitor) {
    var scanner = FieldScanner()
    while let sign = scanner.nextSign(in: line) {
      let isEnough = scanner.readBehind(sign, line, &visitor)
      if isEnough { return }
    }
  }

  /// Where the next brace or equals sign stands.
  private func nextSign(in line: RawSpan) -> Int? {
    var offset = position
    while offset < line.byteCount {
      let byte = line.byte(at: offset)
      if byte == UInt8(ascii: "=") || byte == UInt8(ascii: "{") { return offset }
      offset += 1
    }
    return nil
  }

  /// Reads the object or the value that begins at a sign; true if the visitor has seen enough.
  private mutating func readBehind(_ sign: Int, _ line: RawSpan, _ visitor: inout some FieldVisitor) -> Bool {
    if line.byte(at: sign) == UInt8(ascii: "=") { return readPair(equalsAt: sign, line, &visitor) }
    guard JSONScanner.opensObject(at: sign, in: line) else {
      position = sign + 1
      return false
    }
    position = sign
    return readObject(of: FieldInterest(takesValue: false, descends: true), line, &visitor)
  }

  private mutating func readObject(
    of interest: FieldInterest, _ line: RawSpan, _ visitor: inout some FieldVisitor
  ) -> Bool {
    var scanner = JSONScanner(position: position)
    let mark = visitor.mark
    let outcome = scanner.readValue(of: interest, in: line, &visitor)
    visitor.leave(to: mark)
    // At least the brace is behind, also when the object is broken.
    position = max(scanner.position, position + 1)
    return outcome == .enough
  }

  private mutating func readPair(
    equalsAt end: Int, _ line: RawSpan, _ visitor: inout some FieldVisitor
  ) -> Bool {
    let start = keyStart(before: end, in: line)
    position = end + 1
    guard let start else { return false }
    if position < line.byteCount, line.byte(at: position) == UInt8(ascii: "=") {
      position += 1
      return false
    }
    let mark = visitor.mark
    defer { visitor.leave(to: mark) }
    let interest = visitor.enter(key: FieldValue(kind: .string, range: start..<end), in: line)
    if JSONScanner.opensObject(at: position, in: line) { return readObject(of: interest, line, &visitor) }
    let value = pairValue(line)
    guard interest.takesValue else { return false }
    return visitor.take(value ?? bareValue(line), in: line)
  }

  /// Steps over a value, and gives it if it is in quotes.
  private mutating func pairValue(_ line: RawSpan) -> FieldValue? {
    valueStart = position
    if position < line.byteCount {
      let mark = line.byte(at: position)
      if mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'"),
        let value = QuotedText.read(mark, at: &position, in: line)
      {
        return value
      }
    }
    while position < line.byteCount, !TokenBytes.isSpace(line.byte(at: position)) { position += 1 }
    return nil
  }

  /// The value without quotes that was just stepped over.
  private func bareValue(_ line: RawSpan) -> FieldValue {
    FieldValue(bare: valueStart..<Self.endWithoutMarks(of: valueStart..<position, in: line), in: line)
  }

  /// The end of a value without commas, semicolons and brackets that close what was opened before the pair.
  private static func endWithoutMarks(of range: Range<Int>, in line: RawSpan) -> Int {
    var end = range.upperBound
    // Asked once, or a line of nothing but brackets would be read again for each.
    var keepsBrackets: Bool?
    while end > range.lowerBound {
      switch line.byte(at: end - 1) {
      case UInt8(ascii: ","), UInt8(ascii: ";"): break
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        let keeps = keepsBrackets ?? opensBracket(range, in: line)
        if keeps { return end }
        keepsBrackets = keeps
      default: return end
      }
      end -= 1
    }
    return end
  }

  private static func opensBracket(_ range: Range<Int>, in line: RawSpan) -> Bool {
    range.contains { offset in
      switch line.byte(at: offset) {
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): true
      default: false
      }
    }
  }

  /// Where the key begins that ends at `end`; nil if there is none or nothing that may stand before one.
  private func keyStart(before end: Int, in line: RawSpan) -> Int? {
    var start = end
    while start > position, Self.isKey(line.byte(at: start - 1)) { start -= 1 }
    return start < end && Self.isBoundary(before: start, in: line) ? start : nil
  }

  @inline(__always)
  private static func isKey(_ byte: UInt8) -> Bool {
    if TokenBytes.isToken(byte) { return true }
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "/"): return true
    default: return false
    }
  }

  private static func isBoundary(before position: Int, in line: RawSpan) -> Bool {
    guard position > 0 else { return true }
    switch line.byte(at: position - 1) {
    case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "["),
      UInt8(ascii: "|"):
      return true
    case let byte: return TokenBytes.isSpace(byte)
    }
  }
}

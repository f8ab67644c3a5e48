internal import LogWire

/// Reads the fields of one JSON object in a line, in one pass.
///
/// It is no validator: of an object that is cut off or malformed the fields up to there are read, `NaN` and the like are
/// strings, and what a visitor does not want is skipped by its brackets and quotation marks. Recursion is bounded by
/// ``maximumDepth``; what lies deeper is skipped. Complexity: O(bytes).
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259
struct JSONScanner {
  /// How an object or a value ended.
  enum Outcome {
    case complete
    /// The visitor has seen enough.
    case enough
    /// Cut off, or malformed.
    case broken
  }

  /// How many objects and arrays may stand in each other.
  static let maximumDepth = 64

  /// The next byte to be read.
  private(set) var position: Int
  private var depth = 0

  /// - Parameter position: that of the opening brace.
  init(position: Int) {
    self.position = position
  }

  /// True if an object begins at `position`: a brace, and then a quotation mark or the closing brace.
  static func opensObject(at position: Int, in line: RawSpan) -> Bool {
    guard position < line.byteCount, line.byte(at: position) == UInt8(ascii: "{") else { return false }
    var scanner = JSONScanner(position: position + 1)
    let next = scanner.nextByte(in: line)
    return next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
  }

  /// Reads the value that begins here, for a visitor that wants `interest` of it.
  mutating func readValue(
    of interest: FieldInterest, in line: RawSpan, _ visitor: inout some FieldVisitor
  ) -> Outcome {
    switch nextByte(in: line) {
    case UInt8(ascii: "{"): return readObject(of: interest, in: line, &visitor)
    case UInt8(ascii: "["): return readArray(of: interest, in: line, &visitor)
    default:
      guard let value = scalar(in: line) else { return .broken }
      return interest.takesValue && visitor.take(value, in: line) ? .enough : .complete
    }
  }

  private mutating func readObject(
    of interest: FieldInterest, in line: RawSpan, _ visitor: inout some FieldVisitor
  ) -> Outcome {
    guard interest.descends, depth < Self.maximumDepth else {
      return readWhole(.object, of: interest, in: line, &visitor)
    }
    depth += 1
    defer { depth -= 1 }
    position += 1
    if skip(UInt8(ascii: "}"), in: line) { return .complete }
    while true {
      let outcome = readMember(in: line, &visitor)
      guard outcome == .complete else { return outcome }
      if skip(UInt8(ascii: "}"), in: line) { return .complete }
      guard skip(UInt8(ascii: ","), in: line) else { return .broken }
    }
  }

  private mutating func readMember(in line: RawSpan, _ visitor: inout some FieldVisitor) -> Outcome {
    guard nextByte(in: line) == UInt8(ascii: "\""), let key = string(in: line),
      skip(UInt8(ascii: ":"), in: line)
    else { return .broken }
    let mark = visitor.mark
    let interest = visitor.enter(key: key, in: line)
    let outcome: Outcome
    if interest.takesValue || interest.descends {
      outcome = readValue(of: interest, in: line, &visitor)
    } else {
      outcome = skipValue(in: line) ? .complete : .broken
    }
    visitor.leave(to: mark)
    return outcome
  }

  private mutating func readArray(
    of interest: FieldInterest, in line: RawSpan, _ visitor: inout some FieldVisitor
  ) -> Outcome {
    guard depth < Self.maximumDepth else { return readWhole(.array, of: interest, in: line, &visitor) }
    if takesContainers(interest), visitor.take(container(.array), in: line) { return .enough }
    depth += 1
    defer { depth -= 1 }
    position += 1
    if skip(UInt8(ascii: "]"), in: line) { return .complete }
    while true {
      let outcome = readValue(of: interest, in: line, &visitor)
      guard outcome == .complete else { return outcome }
      if skip(UInt8(ascii: "]"), in: line) { return .complete }
      guard skip(UInt8(ascii: ","), in: line) else { return .broken }
    }
  }

  /// Gives an object or array as a value, if that is wanted, and skips it.
  private mutating func readWhole(
    _ kind: FieldValue.Kind, of interest: FieldInterest, in line: RawSpan, _ visitor: inout some FieldVisitor
  ) -> Outcome {
    if takesContainers(interest), visitor.take(container(kind), in: line) { return .enough }
    return skipValue(in: line) ? .complete : .broken
  }

  /// A visitor of everything wants what is inside; one that looks for a field wants to know that it is there.
  private func takesContainers(_ interest: FieldInterest) -> Bool {
    interest.takesValue && !interest.descends
  }

  private func container(_ kind: FieldValue.Kind) -> FieldValue {
    FieldValue(kind: kind, range: position..<position + 1)
  }
}

extension JSONScanner {
  /// The next byte that is no space; nil at the end.
  private mutating func nextByte(in line: RawSpan) -> UInt8? {
    while position < line.byteCount {
      let byte = line.byte(at: position)
      guard TokenBytes.isSpace(byte) else { return byte }
      position += 1
    }
    return nil
  }

  private mutating func skip(_ byte: UInt8, in line: RawSpan) -> Bool {
    guard nextByte(in: line) == byte else { return false }
    position += 1
    return true
  }

  /// A string, whose opening mark stands here; nil if it is not closed.
  private mutating func string(in line: RawSpan) -> FieldValue? {
    QuotedText.read(UInt8(ascii: "\""), at: &position, in: line)
  }

  private mutating func scalar(in line: RawSpan) -> FieldValue? {
    if nextByte(in: line) == UInt8(ascii: "\"") { return string(in: line) }
    let start = position
    while position < line.byteCount, !Self.endsScalar(line.byte(at: position)) { position += 1 }
    return position > start ? FieldValue(bare: start..<position, in: line) : nil
  }

  private static func endsScalar(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "\""), UInt8(ascii: "["),
      UInt8(ascii: "{"), UInt8(ascii: ":"):
      true
    default: TokenBytes.isSpace(byte)
    }
  }

  /// Steps over a value of any depth; false if it is cut off.
  private mutating func skipValue(in line: RawSpan) -> Bool {
    var open = 0
    repeat {
      switch nextByte(in: line) {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        open += 1
        position += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        open -= 1
        position += 1
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        if open == 0 { return false }
        position += 1
      default:
        guard scalar(in: line) != nil else { return false }
      }
    } while open > 0
    return open == 0
  }
}

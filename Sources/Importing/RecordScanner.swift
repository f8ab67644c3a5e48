internal import LogWire

/// What is wrong with a record.
struct RecordFault: Error, Equatable {
  /// What was expected and is not there.
  var what: String

  init(_ what: String) { self.what = what }
}

/// Reads one JSON object, member by member, without copying anything.
///
/// The object must be alone in the bytes it is given, blanks around it aside. What stands within the arrays and objects
/// that are values is only skipped. Complexity: O(bytes).
///
/// Source: https://www.rfc-editor.org/rfc/rfc8259
struct RecordScanner {
  /// A value and where it stands; strings without their quotation marks.
  enum Value: Equatable {
    case string(Range<Int>, hasEscapes: Bool)
    case object(Range<Int>)
    case array(Range<Int>)
    /// A number, `true`, `false` or `null`.
    case word(Range<Int>)
  }

  private(set) var position = 0
  private var isFirst = true

  /// - Parameter position: where the object begins.
  init(at position: Int = 0) {
    self.position = position
  }

  /// Reads the opening brace.
  mutating func begin(_ bytes: RawSpan) throws(RecordFault) {
    guard skip("{", bytes) else { throw RecordFault("not a JSON object") }
  }

  /// The next key; nil when the object ends, behind which only blanks may stand. Read its value next.
  mutating func nextKey(_ bytes: RawSpan) throws(RecordFault) -> Range<Int>? {
    if skip("}", bytes) {
      skipBlanks(bytes)
      return nil
    }
    guard isFirst || skip(",", bytes), skip("\"", bytes) else {
      throw RecordFault("no key where one should be")
    }
    isFirst = false
    let key = try string(bytes).range
    guard skip(":", bytes) else { throw RecordFault("no colon after a key") }
    skipBlanks(bytes)
    return key
  }

  /// The value of the key that was read last.
  mutating func value(_ bytes: RawSpan) throws(RecordFault) -> Value {
    guard position < bytes.byteCount else { throw RecordFault("a value is missing") }
    let start = position
    switch bytes.byte(at: position) {
    case UInt8(ascii: "\""):
      position += 1
      let (range, hasEscapes) = try string(bytes)
      return .string(range, hasEscapes: hasEscapes)
    case UInt8(ascii: "{"):
      try skipNested(bytes)
      return .object(start..<position)
    case UInt8(ascii: "["):
      try skipNested(bytes)
      return .array(start..<position)
    default:
      while position < bytes.byteCount, Self.isWord(bytes.byte(at: position)) { position += 1 }
      guard position > start else { throw RecordFault("a value is missing") }
      return .word(start..<position)
    }
  }

  /// Whether all bytes were read.
  func isAtEnd(_ bytes: RawSpan) -> Bool { position == bytes.byteCount }

  /// Reads the rest of a string and its closing quotation mark.
  private mutating func string(_ bytes: RawSpan) throws(RecordFault) -> (range: Range<Int>, hasEscapes: Bool)
  {
    let start = position
    var hasEscapes = false
    var from = start
    var quote = -1
    while true {
      if quote < from {
        guard let found = bytes.firstOffset(of: UInt8(ascii: "\""), from: from) else {
          throw RecordFault("a string has no end")
        }
        quote = found
      }
      guard let slash = bytes.extracting(from..<quote).firstOffset(of: UInt8(ascii: "\\")) else { break }
      hasEscapes = true
      from += slash + 2
      guard from <= bytes.byteCount else { throw RecordFault("a string has no end") }
    }
    position = quote + 1
    return (start..<quote, hasEscapes)
  }

  private mutating func skipNested(_ bytes: RawSpan) throws(RecordFault) {
    var depth = 0
    while position < bytes.byteCount {
      let byte = bytes.byte(at: position)
      position += 1
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return }
      case UInt8(ascii: "\""): _ = try string(bytes)
      default: break
      }
    }
    throw RecordFault("an object or a list has no end")
  }

  private mutating func skip(_ character: Unicode.Scalar, _ bytes: RawSpan) -> Bool {
    skipBlanks(bytes)
    guard position < bytes.byteCount, bytes.byte(at: position) == UInt8(ascii: character) else {
      return false
    }
    position += 1
    return true
  }

  private mutating func skipBlanks(_ bytes: RawSpan) {
    while position < bytes.byteCount, Self.isBlank(bytes.byte(at: position)) { position += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: "\n")
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "E"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}

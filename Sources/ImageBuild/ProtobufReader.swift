/// Reads the fields of a protobuf message, one after the other, and skips what is not asked for.
///
/// Nothing is copied, and no length is believed that passes the end of the bytes. Source:
/// <https://protobuf.dev/programming-guides/encoding/>.
package struct ProtobufReader {
  /// A field's value as it stands in the message.
  enum Value {
    /// A number, a Boolean or an enumeration.
    case number(UInt64)
    /// A text, bytes or a message.
    case bytes(ArraySlice<UInt8>)
    /// One of the kinds of fixed size, which none of our messages has.
    case other
  }

  /// The message is none, or was cut.
  package struct Malformed: Error {}

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  /// The next field; nil at the end.
  mutating func next() throws(Malformed) -> (field: UInt64, value: Value)? {
    guard !rest.isEmpty else { return nil }
    let key = try varint()
    switch key & 7 {
    case 0: return (key >> 3, .number(try varint()))
    case 1:
      _ = try take(8)
      return (key >> 3, .other)
    case 2:
      let length = try varint()
      return (key >> 3, .bytes(try take(length)))
    case 5:
      _ = try take(4)
      return (key >> 3, .other)
    default: throw Malformed()
    }
  }

  private mutating func varint() throws(Malformed) -> UInt64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw Malformed() }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    throw Malformed()
  }

  private mutating func take(_ count: UInt64) throws(Malformed) -> ArraySlice<UInt8> {
    guard count <= UInt64(rest.count) else { throw Malformed() }
    defer { rest = rest.dropFirst(Int(count)) }
    return rest.prefix(Int(count))
  }
}

extension ProtobufReader.Value {
  /// A text; empty if it is none.
  var text: String {
    if case .bytes(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { "" }
  }

  /// A number; 0 if it is none.
  var number: UInt64 {
    if case .number(let number) = self { number } else { 0 }
  }

  /// Bytes; empty if they are none.
  var bytes: ArraySlice<UInt8> {
    if case .bytes(let bytes) = self { bytes } else { [] }
  }
}

/// Writes the few protobuf messages that we answer with.
enum ProtobufWriter {
  /// A field with a text; nothing for an empty one, which is the default.
  static func text(_ field: UInt8, _ text: String) -> [UInt8] {
    guard !text.isEmpty else { return [] }
    var bytes = [field << 3 | 2]
    var length = text.utf8.count
    while length >= 0x80 {
      bytes.append(UInt8(length & 0x7F) | 0x80)
      length >>= 7
    }
    return bytes + [UInt8(length)] + Array(text.utf8)
  }

  /// A field with a number below 128.
  static func number(_ field: UInt8, _ number: UInt8) -> [UInt8] {
    [field << 3, number & 0x7F]
  }
}

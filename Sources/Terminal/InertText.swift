/// Makes any bytes safe to show: what would act on a terminal becomes something to read.
///
/// A control byte of ASCII other than the tab, and a byte that is not UTF-8, becomes `\x1b`; another control (see
/// ``UTF8Scalar/isControl(_:)``) becomes `\u{202e}`. Everything else stays. A backslash stays too, so the result is to be
/// read and not to be decoded: `raw` and `json` output are for that.
package enum InertText {
  private static let tab = UInt8(ascii: "\t")

  /// Appends the inert form of `bytes` to `text`. At most four bytes for each byte.
  package static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
    var offset = 0
    while offset < bytes.count {
      let end = endOfPlainRun(bytes, from: offset)
      if end > offset {
        unsafe bytes.extracting(offset..<end).withUnsafeBufferPointer { run in
          unsafe text.append(contentsOf: run)
        }
        offset = end
        continue
      }
      offset += appendOne(bytes, at: offset, to: &text)
    }
  }

  /// The inert form of a text.
  package static func inert(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    append(bytes.span, to: &result)
    return String(decoding: result, as: UTF8.self)
  }

  /// Most of a log is printable ASCII: it is copied in one go.
  private static func endOfPlainRun(_ bytes: Span<UInt8>, from start: Int) -> Int {
    var offset = start
    while offset < bytes.count, bytes[offset] &- 0x20 < 0x5F || bytes[offset] == tab { offset += 1 }
    return offset
  }

  /// Appends what stands for the scalar or the byte at `offset`, and returns how many bytes it took.
  private static func appendOne(_ bytes: Span<UInt8>, at offset: Int, to text: inout [UInt8]) -> Int {
    guard let scalar = UTF8Scalar(bytes, at: offset) else {
      appendByte(bytes[offset], to: &text)
      return 1
    }
    if !UTF8Scalar.isControl(scalar.value) {
      for index in offset..<offset + scalar.length { text.append(bytes[index]) }
    } else if scalar.length == 1 {
      appendByte(bytes[offset], to: &text)
    } else {
      text.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".utf8)
    }
    return scalar.length
  }

  private static func appendByte(_ byte: UInt8, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "\\"))
    text.append(UInt8(ascii: "x"))
    HexDigits.append(byte, to: &text)
  }
}

/// Builds one line of logfmt, `key=value key="two words"`, as bytes.
///
/// Pure. Whatever the values hold, the line has no newline but the last, no control character and no terminal escape
/// sequence: C0, DEL and C1 are written as `\n`, `\t`, `\r` or `\xNN`, and `"` and `\` are escaped. A value longer than
/// ``valueLimit`` bytes is cut and ends in `…`, so that a line is bounded.
///
/// Source: logfmt as read by Grafana Loki and `go-logfmt/logfmt` (quoted values are JSON-like).
package struct LogfmtLine {
  /// The most bytes of one value that are written.
  package static let valueLimit = 4096

  package private(set) var bytes: [UInt8] = []
  private var hasPair = false

  /// Starts with bytes that are not a pair: the journal's priority.
  package init(prefix: String = "") {
    bytes.reserveCapacity(256)
    bytes.append(contentsOf: prefix.utf8)
  }

  /// Adds one pair. Characters of the key that logfmt doesn't know in a key become `_`.
  package mutating func append(_ key: String, _ value: String) {
    if hasPair { bytes.append(UInt8(ascii: " ")) }
    hasPair = true
    for byte in key.utf8 { bytes.append(Self.isPlain(byte) ? byte : UInt8(ascii: "_")) }
    bytes.append(UInt8(ascii: "="))
    let quoted = value.isEmpty || !value.utf8.allSatisfy(Self.isPlain)
    if quoted { bytes.append(UInt8(ascii: "\"")) }
    var written = 0
    for scalar in value.unicodeScalars {
      guard written < Self.valueLimit else {
        bytes.append(contentsOf: "…".utf8)
        break
      }
      written += append(scalar)
    }
    if quoted { bytes.append(UInt8(ascii: "\"")) }
  }

  /// The whole line with its newline.
  package consuming func finished() -> [UInt8] {
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private mutating func append(_ scalar: Unicode.Scalar) -> Int {
    let before = bytes.count
    switch scalar {
    case "\n": bytes.append(contentsOf: "\\n".utf8)
    case "\r": bytes.append(contentsOf: "\\r".utf8)
    case "\t": bytes.append(contentsOf: "\\t".utf8)
    case "\"": bytes.append(contentsOf: "\\\"".utf8)
    case "\\": bytes.append(contentsOf: "\\\\".utf8)
    case "\0"..."\u{1f}", "\u{7f}"..."\u{9f}": bytes.append(contentsOf: Self.hexadecimal(scalar).utf8)
    default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return bytes.count - before
  }

  private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return digits.count == 1 ? "\\x0\(digits)" : "\\x\(digits)"
  }

  /// Visible ASCII but the four characters that logfmt reads.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: "\\"): false
    case 0x21...0x7e: true
    default: false
    }
  }
}

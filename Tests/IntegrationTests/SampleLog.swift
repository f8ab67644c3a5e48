import TestSupport

/// Bytes that a container is made to write.
enum SampleLog {
  /// Lines of many kinds: empty, with CRLF, NUL, escape sequences, several alphabets. Without a newline at the end.
  ///
  /// - Parameter mark: Stands in each line, to tell streams apart.
  static func mixed(lines: Int, mark: String) -> [UInt8] {
    var random = SplitMix64(seed: 42)
    var bytes: [UInt8] = []
    for number in 0..<lines {
      switch Int.random(in: 0..<10, using: &random) {
      case 0: bytes += []
      case 1: bytes += Array("\(mark) \(number) ends as on Windows\r".utf8)
      case 2: bytes += Array("\(mark) \(number) nul \0 and \0\0 more".utf8)
      case 3:
        bytes += Array("\(mark) \(number) \u{1B}[31mred\u{1B}[0m \u{7}bell \u{8}back\ttab \rreturn".utf8)
      case 4: bytes += Array("\(mark) \(number) žluťoučký kůň, 日本語, 🐳 \u{2028} \u{FEFF}".utf8)
      case 5: bytes += Array("\(mark) \(number) {\"level\":\"warn\",\"text\":\"a \\\"quote\\\" <&>\"}".utf8)
      case 6: bytes += Array("  \(mark) \(number)   ".utf8)
      default:
        let length = Int.random(in: 1...400, using: &random)
        bytes += Array("\(mark) \(number) ".utf8) + letters(length, using: &random)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes + Array("\(mark) without an end".utf8)
  }

  /// Lines around the lengths where dockerd cuts, and one of 100 KB, all ASCII: json-file would change a character that is cut.
  static func long(mark: String) -> [UInt8] {
    var random = SplitMix64(seed: 7)
    var bytes: [UInt8] = []
    for length in [1, 16_383, 16_384, 16_385, 0, 32_767, 32_768, 32_769, 100_000, 3, 49_152, 2] {
      bytes += letters(length, using: &random) + [UInt8(ascii: "\n")]
    }
    return bytes + Array("\(mark) after the long ones\n".utf8)
  }

  /// Lines of any bytes, most of which are not UTF-8.
  static func noise(lines: Int) -> [UInt8] {
    var random = SplitMix64(seed: 99)
    var bytes: [UInt8] = []
    for _ in 0..<lines {
      for _ in 0..<Int.random(in: 0...300, using: &random) {
        let byte = UInt8.random(in: 0...255, using: &random)
        bytes.append(byte == UInt8(ascii: "\n") ? 0xff : byte)
      }
      bytes.append(UInt8(ascii: "\n"))
    }
    return bytes
  }

  /// `1\n2\n…`.
  static func numbers(_ range: ClosedRange<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(range.count * 7)
    for number in range { bytes += Array("\(number)\n".utf8) }
    return bytes
  }

  /// The bytes as a terminal sends them on: `\r\n` for each `\n`.
  static func throughTerminal(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { $0 == UInt8(ascii: "\n") ? Array("\r\n".utf8) : [$0] }
  }

  private static func letters(_ count: Int, using random: inout SplitMix64) -> [UInt8] {
    (0..<count).map { _ in UInt8.random(in: UInt8(ascii: " ")...UInt8(ascii: "~"), using: &random) }
  }
}

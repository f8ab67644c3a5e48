import LineContent
import TestSupport
import Testing

/// The level of a line is that of its template: what the store takes for variable never decides.
struct LevelTemplateTests {
  private static let pieces = [
    "level", "LEVEL", "severity", "lvl", "log.level", "error", "ERROR", "Warn", "INFO", "info", "LOG",
    "debug", "E",
    "PHP", "x", "main", "a1", "E1123", "1", "30", "50", "2026", "31mERROR", "12ab", "é", "日本", "\u{11}", "_",
    "=", "=\"", "\":", "\": ", "\":\"", "\": \"", "\"", "\\\"", "\\", ":", ": ", " ", " ", " ", "\t", "[",
    "]", "[", "]",
    "{", "}", ",", ".", "-", " - ", "<", ">", "<3>", "|", "/", "\u{1B}[", "\u{1B}[", "\u{1B}[31m",
    "\u{1B}[1;", "\u{1B}[m", "\u{1B}",
    ";", "mERROR", "5merror", "0mwarn: ", "39m", "208mINFO", "(", ")", "'", "#", "\0",
  ]

  /// A token, or what stands between two.
  private struct Piece {
    var bytes: [UInt8]
    var isToken: Bool
  }

  @Test(arguments: UInt64(0)..<40)
  func whatIsVariableNeverDecides(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var found = 0
    for _ in 0..<2_000 {
      let line = Self.line(&random)
      let level = Level.find(in: line)
      found += level == nil ? 0 : 1
      for replacement in 0..<4 {
        let other = Self.replaced(line, replacement, &random)
        if Level.find(in: other) == level { continue }
        Issue.record("\(String(decoding: line, as: UTF8.self)) → \(String(decoding: other, as: UTF8.self))")
      }
    }
    #expect(found > 100, "\(found) of 2000: the test says little")
  }

  private static func line(_ random: inout SplitMix64) -> [UInt8] {
    var text = (0..<Int.random(in: 1...30, using: &random)).map { _ in
      pieces.randomElement(using: &random) ?? ""
    }.joined()
    // Now and then longer than what is looked at.
    if Int.random(in: 0..<8, using: &random) == 0 {
      text += String(repeating: "1 ", count: Int.random(in: 0...30, using: &random)) + "ERROR level=warn"
    }
    return Array(text.utf8)
  }

  /// The template of the line (0), or another line with the same one.
  private static func replaced(_ line: [UInt8], _ kind: Int, _ random: inout SplitMix64) -> [UInt8] {
    let pieces = pieces(of: line)
    return pieces.indices.flatMap { index -> [UInt8] in
      guard isVariable(pieces, index) else { return pieces[index].bytes }
      return kind == 0 || Int.random(in: 0..<4, using: &random) == 0 ? [0x11] : token(&random)
    }
  }

  /// Never a numeric form: one letter and four digits, or up to three digits.
  private static func token(_ random: inout SplitMix64) -> [UInt8] {
    let tokens = ["2026", "9f86d081884c7d65", "a_1", "1ERROR", "é5", "123456789", "x2"]
    return Array((tokens.randomElement(using: &random) ?? "a_1").utf8)
  }

  private static func pieces(of line: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    for byte in line {
      let isToken = byte == 0x11 || TokenBytes.isToken(byte)
      let joins = byte != 0x11 && pieces.last?.isToken == isToken && pieces.last?.bytes != [0x11]
      if joins {
        pieces[pieces.count - 1].bytes.append(byte)
      } else {
        pieces.append(Piece(bytes: [byte], isToken: isToken))
      }
    }
    return pieces
  }

  /// As the store's codec has it: tokens with digits, and values of keys that are not a level's; not the numeric forms.
  private static func isVariable(_ pieces: [Piece], _ index: Int) -> Bool {
    let piece = pieces[index]
    guard piece.isToken, piece.bytes != [0x11] else { return false }
    if isNumericHeader(pieces, index) || endsEscape(pieces, index) { return false }
    let separator = index > 0 ? pieces[index - 1].bytes : []
    let connectors = ["=", "=\"", "\":", "\": ", "\":\"", "\": \""]
    let isValue = connectors.contains {
      separator.count >= $0.utf8.count && separator.suffix($0.utf8.count) == Array($0.utf8)[...]
    }
    if isValue {
      let key = index > 1 ? pieces[index - 2].bytes : []
      return !Level.isKey(key)
    }
    return piece.bytes.contains { (0x30...0x39).contains($0) }
  }

  /// Whether a terminal's escape may end in it, with the name of a level behind.
  private static func endsEscape(_ pieces: [Piece], _ index: Int) -> Bool {
    let token = pieces[index].bytes
    guard index > 0, Level.nameStart(afterEscape: token.span.bytes) != nil else { return false }
    let separator = pieces[index - 1].bytes
    return separator.last == UInt8(ascii: ";") || separator.suffix(2) == [0x1B, UInt8(ascii: "[")]
  }

  private static func isNumericHeader(_ pieces: [Piece], _ index: Int) -> Bool {
    let bytes = pieces[index].bytes
    let isKlog = bytes.count == 5 && bytes.dropFirst().allSatisfy { (0x30...0x39).contains($0) } && index == 0
    let isSyslog = index == 1 && pieces[0].bytes == [UInt8(ascii: "<")] && bytes.count <= 3
    return isKlog || isSyslog
  }
}

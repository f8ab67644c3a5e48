import Terminal
import TestSupport
import Testing

struct InertTextTests {
  struct Case: CustomTestStringConvertible {
    let bytes: [UInt8]
    let text: String

    init(_ bytes: [UInt8], _ text: String) {
      self.bytes = bytes
      self.text = text
    }

    init(_ source: String, _ text: String) {
      self.init(Array(source.utf8), text)
    }

    var testDescription: String { text }
  }

  static let cases = [
    Case("", ""),
    Case("plain text, tab\tkept, \\x1b kept", "plain text, tab\tkept, \\x1b kept"),
    Case("\u{1B}[2J", "\\x1b[2J"),
    Case("a\rb\nc\u{0}d", "a\\x0db\\x0ac\\x00d"),
    Case("\u{7F}", "\\x7f"),
    Case("\u{9B}31m", "\\u{9b}31m"),
    Case([0x9B, 0x33], "\\x9b3"),
    Case("a\u{202E}b\u{2066}c\u{200F}\u{61C}", "a\\u{202e}b\\u{2066}c\\u{200f}\\u{61c}"),
    Case("\u{2028}\u{2029}", "\\u{2028}\\u{2029}"),
    Case("\u{E0041}", "\\u{e0041}"),
    Case("日本 café 👩‍👩‍👧", "日本 café 👩‍👩‍👧"),
    Case([0x61, 0xFF, 0x62], "a\\xffb"),
    Case([0xC0, 0x80], "\\xc0\\x80"),
    Case([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80"),
    Case([0xE6, 0x97], "\\xe6\\x97"),
    Case([0xE6, 0x97, 0x41], "\\xe6\\x97A"),
    Case([0xF4, 0x90, 0x80, 0x80], "\\xf4\\x90\\x80\\x80"),
  ]

  @Test(arguments: cases)
  func bytesAreMadeInert(_ testCase: Case) {
    var result: [UInt8] = []
    InertText.append(testCase.bytes.span, to: &result)
    #expect(String(decoding: result, as: UTF8.self) == testCase.text)
  }

  @Test func nothingThatActsOnATerminalComesThrough() {
    var random = SplitMix64(seed: 0xE5C)
    for _ in 0..<20_000 {
      let bytes = (0..<Int.random(in: 0...20, using: &random)).map { _ in
        // Mostly bytes with a meaning: controls, leads and continuations.
        Bool.random(using: &random)
          ? UInt8.random(in: 0x00...0x1F, using: &random) : UInt8.random(in: 0x7F...0xFF, using: &random)
      }
      var result: [UInt8] = []
      InertText.append(bytes.span, to: &result)
      #expect(result.count <= 4 * bytes.count)
      guard let text = String(validating: result, as: UTF8.self) else {
        Issue.record("not UTF-8: \(bytes)")
        continue
      }
      #expect(
        !text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\t" }, "\(bytes)")
      #expect(!text.unicodeScalars.contains { $0.properties.isBidiControl }, "\(bytes)")
    }
  }

  @Test func textWithoutControlsStaysAsItIs() {
    var random = SplitMix64(seed: 3)
    for _ in 0..<5000 {
      let scalars = (0..<10).compactMap { _ in
        Unicode.Scalar(UInt32.random(in: 0x20...0xDFFF, using: &random))
      }
      let text = String(String.UnicodeScalarView(scalars.filter(Self.isPlain)))
      #expect(InertText.inert(text) == text)
    }
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}

import Terminal
import Testing

struct ColorModeTests {
  struct Case: CustomTestStringConvertible {
    let mode: ColorMode
    let onTerminal: Bool
    let environment: [String: String]
    let isColored: Bool

    init(_ mode: ColorMode, onTerminal: Bool, _ environment: [String: String], _ isColored: Bool) {
      self.mode = mode
      self.onTerminal = onTerminal
      self.environment = environment
      self.isColored = isColored
    }

    var testDescription: String { "\(mode) \(onTerminal) \(environment)" }
  }

  static let cases = [
    Case(.auto, onTerminal: true, ["TERM": "xterm"], true),
    Case(.auto, onTerminal: false, ["TERM": "xterm"], false),
    Case(.auto, onTerminal: true, ["TERM": "xterm", "NO_COLOR": "1"], false),
    Case(.auto, onTerminal: true, ["TERM": "xterm", "NO_COLOR": ""], true),
    Case(.auto, onTerminal: true, ["TERM": "dumb"], false),
    Case(.auto, onTerminal: true, [:], false),
    Case(.always, onTerminal: false, ["NO_COLOR": "1"], true),
    Case(.never, onTerminal: true, ["TERM": "xterm"], false),
  ]

  @Test(arguments: cases)
  func colourIsDecided(_ testCase: Case) {
    #expect(
      testCase.mode.isColored(onTerminal: testCase.onTerminal, environment: testCase.environment)
        == testCase.isColored)
  }
}

import Glibc
import HealthStore
import LogQuery
import LogWire
import Terminal
import Testing

/// What `lslog health --watch` draws, and how.
@Suite(.serialized)
struct HealthWatchTests {
  private static func lines(_ count: Int, unwell: Int? = nil, rows: Int, columns: Int = 100) -> [Substring] {
    let reports = (0..<count).map { number in
      HealthSamples.report("c\(number)", number == unwell ? .unhealthy : .healthy, secondsAgo: 5)
    }
    let transitions = (0..<30).map { HealthSamples.transition("c\($0)", nil, .healthy, secondsAgo: 30 - $0) }
    return HealthFrame(calendar: .utc, isColored: false).lines(
      reports, doubt: nil, transitions: transitions, size: (rows, columns), now: HealthSamples.now)
  }

  @Test func lastChangesFillTheScreen() {
    let lines = Self.lines(2, unwell: 1, rows: 10)
    #expect(lines.count == 10)
    #expect(lines[0] == "2026-11-23 14:02:03  2 containers, 1 not well  (q ends)")
    #expect(lines[4] == "" && lines[5].hasPrefix("TIME "))
    #expect(lines[9].contains(" c29 "), "the newest is the last")
  }

  @Test(arguments: 1...30)
  func frameIsNoHigherThanTheScreen(_ rows: Int) {
    for count in 0...32 {
      #expect(Self.lines(count, rows: rows).count <= max(rows, 4), "\(count) containers")
    }
  }

  @Test func thoseThatAreNotWellComeFirstWhereThereIsNoRoom() {
    let lines = Self.lines(100, unwell: 90, rows: 10)
    #expect(lines.count == 10 && lines[2].contains("✗ unhealthy  c90"))
    #expect(lines[9] == "… 93 more")
  }

  @Test func doubtIsTheSecondLine() {
    let lines = HealthFrame(calendar: .utc, isColored: false).lines(
      [], doubt: HealthDoubt(since: HealthSamples.now, reason: "silent"), transitions: [], size: (24, 80),
      now: HealthSamples.now)
    #expect(lines[1] == "? nothing is known since 2026-11-23 14:02:03: silent")
  }

  @Test func frameIsDrawnOverTheLastOneAndTheOldScreenComesBack() throws {
    let pty = try PseudoTerminal(rows: 3, columns: 40)
    let device = try #require(TerminalDevice(descriptor: pty.descriptor))
    var before = termios()
    #expect(tcgetattr(pty.descriptor, &before) == 0)
    do {
      let screen = TerminalScreen(device, keyboard: pty.descriptor)
      var during = termios()
      #expect(tcgetattr(pty.descriptor, &during) == 0)
      #expect(during.c_lflag & tcflag_t(ICANON | ECHO) == 0 && during.c_lflag & tcflag_t(ISIG) != 0)
      #expect(pty.shown() == "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J")
      try screen.draw(["one", "two", "three", "beyond"])
      #expect(
        pty.shown()
          == "\u{1B}[?2026h\u{1B}[Hone\u{1B}[K\r\ntwo\u{1B}[K\r\nthree\u{1B}[K\u{1B}[J\u{1B}[?2026l"
          .replacingLineFeeds())
      #expect(screen.key(within: 0) == nil)
      pty.type("x")
      #expect(screen.key(within: 10_000) == UInt8(ascii: "x"))
    }
    #expect(pty.shown() == "\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l")
    var after = termios()
    #expect(tcgetattr(pty.descriptor, &after) == 0 && after.c_lflag == before.c_lflag)
  }
}

extension String {
  /// What the terminal makes of line feeds: it writes a carriage return before each.
  fileprivate func replacingLineFeeds() -> String {
    String(
      unicodeScalars.flatMap { $0 == "\n" ? ["\r", "\n"] as [Unicode.Scalar] : [$0] }.map(Character.init))
  }
}

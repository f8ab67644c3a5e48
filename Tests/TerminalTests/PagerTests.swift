import Glibc
import LogQuery
import Terminal
import Testing

@Suite(.serialized)
struct PagerTests {
  init() {
    signal(SIGPIPE, SIG_IGN)
  }

  private static func environment(_ more: [String: String]) -> [String: String] {
    ["TERM": "xterm", "PATH": "/usr/bin:/bin"].merging(more) { $1 }
  }

  private static func pager(_ more: [String: String]) -> PagerCommand? {
    PagerCommand(environment: environment(more))
  }

  @Test func ownVariableIsAskedBeforeTheCommonOne() {
    #expect(Self.pager(["LSLOG_PAGER": "sort -r", "PAGER": "head"])?.arguments == ["sort", "-r"])
    #expect(Self.pager(["PAGER": "head"])?.arguments == ["head"])
  }

  @Test(arguments: ["", "  ", "cat", "/nowhere/less", "no-such-program -x"])
  func pagerThatIsNoneOrAbsentMeansNone(_ value: String) {
    #expect(Self.pager(["LSLOG_PAGER": value]) == nil)
  }

  @Test func dumbTerminalHasNoPager() {
    #expect(Self.pager(["PAGER": "head", "TERM": "dumb"]) == nil)
    #expect(PagerCommand(environment: ["PAGER": "head", "PATH": "/usr/bin"]) == nil)
  }

  @Test func lessGetsItsOptionsUnlessTheUserHasOwn() {
    #expect(Self.pager(["PAGER": "head"])?.environment.contains("LESS=FRSX") == true)
    #expect(Self.pager(["PAGER": "head", "LESS": "-i"])?.environment.contains("LESS=-i") == true)
  }

  @Test func whatFitsOnTheScreenIsShownWithoutAPager() throws {
    let screen = try PseudoTerminal(rows: 5, columns: 40)
    try Self.show(4, on: screen, pager: Self.pager(["PAGER": "sort -r"]))
    #expect(screen.shown() == "line 1\r\nline 2\r\nline 3\r\nline 4\r\n")
  }

  @Test func moreThanAScreenGoesToThePagerFromTheFirstLineOn() throws {
    let screen = try PseudoTerminal(rows: 5, columns: 40)
    let path = "/tmp/lslog-pager-test-\(getpid())"
    defer { unlink(path) }
    try Self.show(100, on: screen, pager: Self.pager(["PAGER": "sort -k 2 -n -r -o \(path)"]))
    // The four lines that were shown are erased.
    #expect(screen.shown() == "line 1\r\nline 2\r\nline 3\r\nline 4\r\n\r\u{1B}[4A\u{1B}[J")
    let paged = try #require(Self.contents(of: path)).split(separator: "\n")
    #expect(paged.count == 100)
    #expect(paged.first == "line 100")
    #expect(paged.last == "line 1")
  }

  @Test func longLinesTakeMoreRows() throws {
    let screen = try PseudoTerminal(rows: 5, columns: 3)
    try Self.show(2, on: screen, pager: Self.pager(["PAGER": "sort -o /dev/null"]))
    #expect(screen.shown() == "line 1\r\nline 2\r\n")
    try Self.show(3, on: screen, pager: Self.pager(["PAGER": "sort -o /dev/null"]))
    #expect(screen.shown() == "line 1\r\nline 2\r\n\r\u{1B}[4A\u{1B}[J")
  }

  @Test func pagerThatIsLeftEndsTheSearchWithoutAnError() throws {
    let screen = try PseudoTerminal(rows: 5, columns: 40)
    var asked = 0
    let output = SearchOutput(
      formatter: RawHitFormatter(), descriptor: screen.descriptor, pager: Self.pager(["PAGER": "true"]))
    let outcome = try output.print { body in
      repeat { asked += 1 } while try asked < 1_000_000 && body(Samples.hit("line \(asked)"))
      return []
    }
    #expect(asked < 1_000_000)
    #expect(outcome.hits == asked)
  }

  private static func show(_ count: Int, on screen: PseudoTerminal, pager: PagerCommand?) throws {
    let output = SearchOutput(formatter: RawHitFormatter(), descriptor: screen.descriptor, pager: pager)
    _ = try output.print { body in
      for number in 1...count { _ = try body(Samples.hit("line \(number)")) }
      return []
    }
  }

  private static func contents(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(descriptor, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}

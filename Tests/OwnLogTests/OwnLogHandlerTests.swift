import Glibc
import Logging
import OwnLog
import Testing

@Suite struct OwnLogHandlerTests {
  /// What a logger writes to a pipe in `body`.
  func written(
    to destination: LogDestination, threshold: LogThreshold = LogThreshold(.info), _ body: (Logger) -> Void
  ) -> String {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return "" }
    let writer = ends[1]
    body(
      Logger(label: "test") {
        OwnLogHandler(component: $0, threshold: threshold, destination: destination, descriptor: writer)
      })
    close(writer)
    defer { close(ends[0]) }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = read(ends[0], &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  @Test func aPlainLineHasTimeLevelComponentAndMessageFirst() throws {
    let line = written(to: .plain) {
      $0.info("container appeared", metadata: ["container.name": "web 1", "attempt": "\(3)"])
    }
    let pattern =
      #/time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z level=info component=test message="container appeared" attempt=3 container\.name="web 1"\n/#
    #expect(try pattern.wholeMatch(in: line) != nil, "\(line)")
  }

  @Test func aLineForTheJournalHasAPriorityAndNoTime() {
    let line = written(to: .journal) { $0.error("store full") }
    #expect(line == "<3>level=error component=test message=\"store full\"\n")
  }

  @Test func nestedMetadataGetsDottedKeys() {
    let line = written(to: .journal) {
      $0.warning("x", metadata: ["a": ["b": ["c": "1"], "d": ["2", "3"]], "e": .stringConvertible(4)])
    }
    #expect(line == "<4>level=warning component=test message=x a.b.c=1 a.d=2,3 e=4\n")
  }

  @Test func aNewlineInAValueStaysOnOneLine() {
    let line = written(to: .journal) { $0.info("x", metadata: ["error": "one\n<0>level=forged"]) }
    #expect(line == "<6>level=info component=test message=x error=\"one\\n<0>level=forged\"\n")
  }

  @Test func theSharedLevelCanChangeWhileLoggersLive() {
    let threshold = LogThreshold(.info)
    let line = written(to: .journal, threshold: threshold) {
      $0.debug("hidden")
      threshold.level = .debug
      $0.debug("seen")
    }
    #expect(line == "<7>level=debug component=test message=seen\n")
  }

  @Test func theEnvironmentWinsOverTheConfiguration() {
    #expect(
      LogThreshold.effectiveLevel(configured: .info, environment: ["LSLOG_LOG_LEVEL": "Debug"]) == .debug)
    #expect(LogThreshold.effectiveLevel(configured: .info, environment: ["LSLOG_LOG_LEVEL": "loud"]) == .info)
    #expect(LogThreshold.effectiveLevel(configured: .warning, environment: [:]) == .warning)
  }

  @Test func theJournalIsBelievedOnlyWhenTheDescriptorIsItsStream() {
    var status = stat()
    fstat(STDERR_FILENO, &status)
    let own = "\(status.st_dev):\(status.st_ino)"
    #expect(LogDestination.detect(journalStream: own) == .journal)
    #expect(LogDestination.detect(journalStream: "1:2") == .plain)
    #expect(LogDestination.detect(journalStream: nil) == .plain)
  }
}

import LogWire
import Testing

@Suite struct ResumeFilterTests {
  static let old = (0..<100).map { SeenLine("old \($0)", at: .at($0)) }
  static let new = (100..<110).map { SeenLine("new \($0)", at: .at($0)) }

  static var position: ReadPosition {
    var position = ReadPosition()
    position.advance(over: .of(old))
    return position
  }

  /// The lines that are new, and what the reading was.
  private func read(
    _ lines: [SeenLine], after position: ReadPosition = position, tail: Int? = nil
  ) -> (new: [SeenLine], start: ResumeFilter.Start) {
    var filter = ResumeFilter(position, tail: tail)
    let batch = LineBatch.of(lines)
    let new = (0..<batch.count).filter { filter.isNew(batch, $0) }
    filter.endBacklog()
    return (new.map { lines[$0] }, filter.start)
  }

  @Test func withoutAPositionEverythingIsNew() {
    #expect(read(Self.new, after: ReadPosition(), tail: 3).new == Self.new)
    #expect(ResumeFilter(ReadPosition()).isPassing)
  }

  @Test func aReadingFromBeforeTheWindowGivesWhatIsNew() {
    let lines = Self.old + Self.new
    for tail in [75, 80, 110] { #expect(read(lines.suffix(tail), tail: tail) == (Self.new, .covered)) }
    #expect(read(lines) == (Self.new, .covered))
  }

  @Test func aReadingFromWithinTheWindowIsLateUnlessItIsOfTheWholeLog() {
    let lines = (Self.old + Self.new).suffix(30)
    #expect(read(Array(lines), tail: 30) == ([], .late))
    #expect(read(Array(lines)) == (Self.new, .covered))
  }

  @Test func aReadingFromAfterTheWindowIsLate() {
    #expect(read(Self.new.suffix(4), tail: 4) == ([], .late))
    #expect(read(Self.new) == ([], .late))
    #expect(read([]) == ([], .late))
  }

  @Test func aGapIsAcceptedBeforeTheFirstLine() {
    var filter = ResumeFilter(Self.position)
    filter.acceptGap()
    let batch = LineBatch.of(Self.new)
    #expect((0..<batch.count).allSatisfy { filter.isNew(batch, $0) })
    #expect(filter.start == .covered && filter.isPassing)
  }

  @Test func aWindowThatWasRotatedAwayInPartIsRecognisedByTheRest() {
    #expect(read(Self.old.suffix(3) + Self.new) == (Self.new, .covered))
  }

  @Test func linesAlikeAreDroppedAsOftenAsTheyWereCounted() {
    let before = SeenLine("before", at: .at(0))
    let alike = SeenLine("alike", at: .at(1))
    var position = ReadPosition()
    position.advance(over: .of([before, alike, alike]))
    #expect(read([before, alike, alike, alike, alike], after: position) == ([alike, alike], .covered))
    // Two lines alike at the start of a tail may be those that were counted, or those after them.
    #expect(read([alike, alike], after: position, tail: 2).start == .late)
  }

  @Test func whatComesAfterTheWindowIsNewHoweverOldItsTime() {
    let setBack = (0..<5).map { SeenLine("after the step \($0)", at: .at($0 - 1_000_000)) }
    #expect(read(Self.old + setBack) == (setBack, .covered))
  }

  /// The clock was set back before the window: what came before the step looks later than the window.
  @Test func whatComesBeforeTheWindowIsOldHoweverLateItsTime() {
    let beforeTheStep = (0..<5).map { SeenLine("before the step \($0)", at: .at($0 + 1_000_000)) }
    #expect(read(beforeTheStep + Self.old + Self.new) == (Self.new, .covered))
    #expect(read(beforeTheStep + Self.old + Self.new, tail: 115) == ([], .late))
  }

  /// The clock was set back after the window: a tail that does not reach it looks older than it.
  @Test func aTailOfOlderTimesThatNeverReachesTheWindowIsLate() {
    let setBack = (0..<500).map { SeenLine("after the step \($0)", at: .at(Int64($0) - 1_000_000)) }
    #expect(read(Array(setBack.suffix(64)), tail: 64) == ([], .late))
    #expect(read(Self.old + setBack, tail: 1024) == (setBack, .covered))
  }

  @Test func aLineThatWasOpenIsNewAndComesWhole() {
    var position = Self.position
    position.openSince = .at(10)
    let line = SeenLine([UInt8](repeating: 0x61, count: 40_000), at: .at(10), .stderr)
    #expect(read(Self.old + [line] + Self.new, after: position).new == [line] + Self.new)
    // From here the beginning of the open line would be missing.
    let lines = Array(Self.old.suffix(80)) + [line] + Self.new
    #expect(read(lines, after: position, tail: 91).start == .late)
  }

  @Test func aPositionInTheFirstLineOfALogNeedsTheWholeLog() {
    let position = ReadPosition(entries: [], openSince: .at(0))
    #expect(read(Self.new, after: position) == (Self.new, .covered))
  }

  /// Where the order differs between two readings, the window is still dropped, and only the window.
  @Test func aLineOfTheWindowThatComesLateIsDroppedAllTheSame() {
    var lines = Self.old
    let late = lines.remove(at: 95)
    #expect(read(lines + Self.new.prefix(5) + [late] + Self.new.suffix(5)) == (Self.new, .covered))
  }
}

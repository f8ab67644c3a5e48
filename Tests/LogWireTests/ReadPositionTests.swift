import LogWire
import TestSupport
import Testing

@Suite struct ReadPositionTests {
  @Test func anEmptyPositionHasNoTimes() {
    let position = ReadPosition()
    #expect(position.isEmpty && position.resumeTime == nil && position.latestTime == nil)
  }

  @Test func theWindowHasTheLastLinesInTheirOrder() {
    var position = ReadPosition()
    position.advance(over: .of((0..<200).map { SeenLine("line \($0)", at: .at($0)) }))
    #expect(position.entries.count == ReadPosition.windowLines)
    #expect(position.entries.map(\.time) == (136..<200).map { .at($0) })
    #expect(position.resumeTime == .at(136) && position.latestTime == .at(199))
  }

  @Test func linesAlikeOneAfterTheOtherAreCounted() {
    var position = ReadPosition()
    position.advance(
      over: .of([SeenLine("a", at: .at(1)), SeenLine("a", at: .at(1)), SeenLine("b", at: .at(1))]))
    position.advance(
      over: .of([SeenLine("b", at: .at(1)), SeenLine("b", at: .at(1), .stderr), SeenLine("a", at: .at(1))]))
    #expect(position.entries.map(\.count) == [2, 2, 1, 1])
  }

  @Test func allLinesOfOneTimeAreInTheWindow() {
    let lines = (0..<300).map { SeenLine("line \($0)", at: .at($0 < 100 ? 1 : 2)) }
    var position = ReadPosition()
    position.advance(over: .of(lines))
    #expect(position.entries.count == 200)
    position.advance(over: .of([SeenLine("next", at: .at(3))]))
    #expect(position.entries.count == 201)
    position.advance(over: .of((4..<70).map { SeenLine("x", at: .at($0)) }))
    #expect(position.entries.map(\.time).first == .at(6))
  }

  @Test func theWindowIsBounded() {
    var position = ReadPosition()
    for batch in 0..<3 {
      position.advance(over: .of((0..<3000).map { SeenLine("batch \(batch) line \($0)", at: .at(1)) }))
      #expect(position.entries.count <= ReadPosition.maximumEntries)
    }
    #expect(position.entries.count == ReadPosition.maximumEntries)
  }

  @Test func theSizesOfTheBatchesDoNotMatter() {
    for seed in 0..<200 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var time: Int64 = 0
      let lines = (0..<Int.random(in: 0...400, using: &random)).map { _ in
        if random.chance(1, in: 3) { time += 1 }
        return SeenLine(random.chance(1, in: 2) ? "a" : "b", at: .at(time))
      }
      var whole = ReadPosition()
      for line in lines { whole.advance(over: .of([line])) }
      var pieces = ReadPosition()
      var start = 0
      while start < lines.count {
        let end = Int.random(in: start + 1...lines.count, using: &random)
        pieces.advance(over: .of(Array(lines[start..<end])))
        start = end
      }
      // The window is counted in entries, of which a batch of lines alike makes fewer: its length may differ.
      let common = min(pieces.lineCount, whole.lineCount)
      #expect(pieces.latestTime == whole.latestTime, "seed \(seed)")
      #expect(pieces.flattened.suffix(common) == whole.flattened.suffix(common), "seed \(seed)")
      #expect(pieces.lineCount >= min(lines.count, ReadPosition.windowLines), "seed \(seed)")
    }
  }

  @Test func anOpenLineMovesTheResumeTimeBack() {
    var position = ReadPosition()
    position.openSince = .at(5)
    #expect(position.resumeTime == .at(5) && !position.isEmpty)
    position.advance(over: .of([SeenLine("a", at: .at(9))]))
    #expect(position.resumeTime == .at(5) && position.latestTime == .at(9))
    position.openSince = nil
    #expect(position.resumeTime == .at(9))
  }

  @Test func timesOutOfOrderDoNotHideTheEarliest() {
    var position = ReadPosition()
    position.advance(
      over: .of([SeenLine("a", at: .at(9)), SeenLine("b", at: .at(3)), SeenLine("c", at: .at(7))]))
    #expect(position.resumeTime == .at(3) && position.latestTime == .at(9))
  }
}

extension ReadPosition {
  var lineCount: Int { entries.reduce(0) { $0 + Int($1.count) } }

  /// Each entry as often as it is counted.
  var flattened: [UInt64] { entries.flatMap { Array(repeating: $0.hash, count: Int($0.count)) } }
}

extension LineBatch {
  static func of(_ lines: [SeenLine]) -> LineBatch {
    var batch = LineBatch()
    for line in lines {
      batch.append(message: line.message.span.bytes, time: line.time, stream: line.stream, flags: line.flags)
    }
    return batch
  }
}

import LogWire
import TestSupport
import Testing

@Suite struct ResumeFilterTTYTests {
  /// Runs of a container with a TTY that end in mid-line; the reader stops and starts between any of them.
  @Test func anUnendedLineThatWasStoredIsCutOffTheEntryAfterIt() throws {
    for seed in 0..<2000 as Range<UInt64> {
      var random = SplitMix64(seed: seed)
      var log = DockerLog()
      var stored: [SeenLine] = []
      var expected: [SeenLine] = []
      var position = ReadPosition()
      var time: Int64 = 0
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        for _ in 0..<Int.random(in: 0...80, using: &random) {
          time += Int64.random(in: 1...5_000_000_000, using: &random)
          log.write("line\r\n", at: .at(time))
          expected.append(SeenLine("line", at: .at(time), .stdout, .crlf))
        }
        if random.chance(2, in: 3) {
          time += 1
          let prompt = random.chance(1, in: 2) ? "$ " : "at \(Timestamp.at(time)) > "
          log.write(prompt, at: .at(time))
          expected.append(SeenLine(prompt, at: .at(time), .stdout, []))
        }
        // The stream ends with the run, so the last line is closed and stored before the next run begins.
        let batch = Decoding(framing: .tty).decode(log.tty).batch
        var filter = ResumeFilter(position)
        var fresh = LineBatch()
        for index in 0..<batch.count {
          var line = batch.lines[index]
          var message = batch.message(index)
          while let cut = filter.unglue(message.span.bytes, time: line.time) {
            message.removeFirst(cut.offset)
            line.time = cut.time
          }
          if filter.isNew(message.span.bytes, time: line.time, stream: line.stream) {
            fresh.append(message: message.span.bytes, time: line.time, stream: line.stream, flags: line.flags)
          }
        }
        stored += fresh.seen
        position.advance(over: fresh)
      }
      #expect(stored == expected, "seed \(seed)")
    }
  }
}

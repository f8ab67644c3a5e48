import Glibc
import LogQuery
import Terminal
import Testing

/// SIGPIPE is ignored in the whole process, as `lslog` does.
@Suite(.serialized)
struct OutputTests {
  init() {
    signal(SIGPIPE, SIG_IGN)
  }

  @Test func outputIsHeldBackUntilThereIsEnough() throws {
    let pipe = try TestPipe()
    var buffer = OutputBuffer(descriptor: pipe.writing, flushesEachLine: false)
    try buffer.append { $0 += Array("line\n".utf8) }
    #expect(pipe.available() == 0)
    try buffer.append { $0 += [UInt8](repeating: 0x61, count: OutputBuffer.capacity - 5) }
    #expect(pipe.available() == OutputBuffer.capacity)
  }

  @Test func outputForSomeoneWhoWatchesIsWrittenAtOnce() throws {
    let pipe = try TestPipe()
    var buffer = OutputBuffer(descriptor: pipe.writing, flushesEachLine: true)
    try buffer.append { $0 += Array("line\n".utf8) }
    #expect(pipe.available() == 5)
  }

  @Test func fullDeviceIsAFailure() throws {
    let descriptor = open("/dev/full", O_WRONLY)
    defer { close(descriptor) }
    let error = try #require(throws: OutputError.self) { try TextOutput.write("text", to: descriptor) }
    #expect(error.code == .failed)
    #expect(
      error.description == "can't write the output: No space left on device; make room or write elsewhere")
  }

  @Test func readerThatLeftIsNoFailureOfAText() throws {
    let pipe = try TestPipe()
    pipe.closeReading()
    #expect(throws: Never.self) { try TextOutput.write("text", to: pipe.writing) }
  }

  @Test func searchStopsWhenTheReaderHasLeft() throws {
    let pipe = try TestPipe()
    pipe.closeReading()
    let output = SearchOutput(formatter: RawHitFormatter(), descriptor: pipe.writing, pager: nil)
    var asked = 0
    let outcome = try output.print { body in
      let hit = Samples.hit(String(repeating: "x", count: 10_000))
      repeat { asked += 1 } while try asked < 1000 && body(hit)
      return []
    }
    #expect(asked == 7)
    #expect(outcome.hits == 7)
  }

  @Test func whatWasFoundBeforeAnErrorIsPrinted() throws {
    struct Failure: Error {}
    let pipe = try TestPipe()
    let output = SearchOutput(formatter: RawHitFormatter(), descriptor: pipe.writing, pager: nil)
    #expect(throws: Failure.self) {
      try output.print { body in
        _ = try body(Samples.hit("found"))
        throw Failure()
      }
    }
    #expect(pipe.available() == 6)
  }

  @Test func problemsAreHandedOn() throws {
    let pipe = try TestPipe()
    let output = SearchOutput(formatter: RawHitFormatter(), descriptor: pipe.writing, pager: nil)
    let outcome = try output.print { _ in
      ["segment x is damaged"]
    }
    #expect(outcome == SearchOutcome(hits: 0, problems: ["segment x is damaged"]))
  }
}

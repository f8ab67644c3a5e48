import LogWire
import TestSupport

/// A container's log, and a reader of it that is killed again and again: what it stored must be the log.
struct ResumeModel {
  /// What a case is made of.
  struct Shape: Sendable {
    var name: String
    /// How many lines one reading of a pipe may stamp alike: 1 as Docker, more as Podman.
    var linesOfATime = 1
    /// Neighbours of different streams may change places.
    var isDisordered = false
    var clockStepsBack = false
    var hasLongLines = false
    var isRotated = false
    /// Read with `since` and no `tail`, not with a `tail` that grows.
    var readsSince = false
  }

  private let shape: Shape
  private var random: SplitMix64
  private var clock: Int64 = 1_000_000_000_000
  private var serial: Int64 = 0
  /// Everything ever written, and how much of it was rotated away.
  private(set) var written: [DockerLog.Entry] = []
  private var rotatedAway = 0

  private(set) var stored: [SeenLine] = []
  private(set) var position = ReadPosition()
  private(set) var gaps = 0

  private let decoding = Decoding(lineLimit: 20_000)

  init(_ shape: Shape, seed: UInt64) {
    self.shape = shape
    random = SplitMix64(seed: seed)
  }

  /// The lines that the whole log has, but for one that is open at its end.
  var expected: [SeenLine] {
    var decoder = decoding.decoder
    var batch = LineBatch()
    try? decoder.consume(DockerLog(written).frames.span.bytes, readTime: .reading, into: &batch)
    return batch.seen
  }

  /// Writes, reads, is killed; then reads to the end.
  mutating func run() {
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      grow()
      if shape.isRotated { rotate() }
      read(isKilled: true)
    }
    grow()
    read(isKilled: false)
  }
}

// MARK: - Writing

extension ResumeModel {
  private mutating func grow() {
    var fresh: [[DockerLog.Entry]] = []
    let groups = Int.random(in: 0...(random.chance(1, in: 3) ? 150 : 12), using: &random)
    for _ in 0..<groups {
      let stream: LogStream = random.chance(1, in: 3) ? .stderr : .stdout
      let time = tick()
      var log = DockerLog()
      if shape.hasLongLines, random.chance(1, in: 15) {
        log.write(longLine(), to: stream, at: time)
        fresh += log.entries.map { [$0] }
      } else {
        for _ in 0..<Int.random(in: 1...shape.linesOfATime, using: &random) {
          log.write(line(), to: stream, at: time)
        }
        fresh.append(log.entries)
      }
    }
    if shape.isDisordered || shape.hasLongLines { disorder(&fresh) }
    written += fresh.joined()
  }

  private mutating func line() -> [UInt8] {
    Array(["a\n", "b\n", "\n", "c\r\n", "no end"][Int.random(in: 0..<5, using: &random)].utf8)
  }

  private mutating func longLine() -> [UInt8] {
    let seed = Int.random(in: 0..<90, using: &random)
    return (0..<Int.random(in: 16_384...70_000, using: &random)).map { UInt8(0x20 + (seed + $0 / 7) % 90) }
      + [0x0A]
  }

  /// No two groups of lines have the same time, as on a clock of nanoseconds; a step back is by up to an hour.
  private mutating func tick() -> Timestamp {
    clock += Int64.random(in: 1...5000, using: &random)
    if shape.clockStepsBack, random.chance(1, in: 40) {
      clock -= Int64.random(in: 0...(random.chance(1, in: 2) ? 3_600_000_000 : 20_000), using: &random)
    }
    serial += 1
    return .at(clock * 1024 + serial % 1024)
  }

  /// What one read of a pipe gave stays together, but for the chunks of a long line.
  private mutating func disorder(_ groups: inout [[DockerLog.Entry]]) {
    for _ in 0..<2 {
      for index in groups.indices.dropFirst()
      where groups[index - 1].first?.stream != groups[index].first?.stream && random.chance(1, in: 4) {
        groups.swapAt(index - 1, index)
      }
    }
  }

  /// Removes some of the oldest entries, whole lines whose time is theirs alone, none that was not stored.
  private mutating func rotate() {
    var decoder = decoding.decoder
    var batch = LineBatch()
    for index in written.indices.dropLast() {
      try? decoder.consume(DockerLog.frame(written[index]).span.bytes, readTime: .reading, into: &batch)
      guard batch.count <= stored.count else { return }
      let isBoundary = decoder.openSince == nil && written[index].time != written[index + 1].time
      if isBoundary, index >= rotatedAway, random.chance(1, in: 10) { rotatedAway = index + 1 }
    }
  }
}

// MARK: - Reading

extension ResumeModel {
  private enum Outcome {
    case read, late
  }

  private mutating func read(isKilled: Bool) {
    var tail: Int? =
      shape.readsSince || position.entries.isEmpty ? nil : Int.random(in: 1...100, using: &random)
    while case .late = attempt(tail: tail, acceptingGap: false, isKilled: isKilled) {
      guard let limit = tail else {
        gaps += 1
        _ = attempt(tail: nil, acceptingGap: true, isKilled: isKilled)
        return
      }
      tail = limit >= 400 ? nil : limit * 2
    }
  }

  /// What the Engine delivers.
  private func delivered(tail: Int?, since: Timestamp?) -> ArraySlice<DockerLog.Entry> {
    let entries = written[rotatedAway...]
    let last = tail.map { entries.suffix($0) } ?? entries
    guard let since else { return last }
    return last.drop { $0.time < since }
  }

  private mutating func attempt(tail: Int?, acceptingGap: Bool, isKilled: Bool) -> Outcome {
    var filter = ResumeFilter(position, tail: tail)
    if acceptingGap { filter.acceptGap() }
    let entries = delivered(tail: tail, since: shape.readsSince && !acceptingGap ? position.resumeTime : nil)
    let end =
      isKilled ? entries.startIndex + Int.random(in: 0...entries.count, using: &random) : entries.endIndex
    var decoder = decoding.decoder
    var fresh = LineBatch()
    for index in entries.startIndex..<end {
      var batch = LineBatch()
      try? decoder.consume(DockerLog.frame(entries[index]).span.bytes, readTime: .reading, into: &batch)
      for line in 0..<batch.count where filter.isNew(batch, line) {
        fresh.append(batch, lines: line..<line + 1)
      }
      if filter.start == .late { return .late }
      if !fresh.isEmpty, random.chance(1, in: 6) { commit(&fresh, openSince: decoder.openSince) }
    }
    if end == entries.endIndex {
      filter.endBacklog()
      if filter.start == .late { return .late }
    }
    if !isKilled { commit(&fresh, openSince: decoder.openSince) }
    return .read
  }

  private mutating func commit(_ batch: inout LineBatch, openSince: Timestamp?) {
    stored += batch.seen
    position.advance(over: batch)
    position.openSince = openSince
    batch.removeAll()
  }
}

extension ResumeFilter {
  mutating func isNew(_ batch: LineBatch, _ index: Int) -> Bool {
    let line = batch.lines[index]
    let message = batch.message(index)
    return isNew(message.span.bytes, time: line.time, stream: line.stream)
  }
}

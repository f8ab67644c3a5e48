import LogWire

/// A container's log as dockerd keeps it: entries of at most 16,384 bytes, each with a time and a stream.
struct DockerLog {
  struct Entry: Equatable {
    var time: Timestamp
    var stream: LogStream
    var text: [UInt8]
  }

  /// Between the time of a line's first chunk and that of each next one: json-file and local repeat it (0),
  /// journald stamps each.
  var chunkDelay: Int64 = 0
  private(set) var entries: [Entry] = []

  init() {}

  init(_ entries: [Entry]) {
    self.entries = entries
  }

  /// Writes one line, its line end included, or what was left at the end of the container's output.
  mutating func write(_ line: [UInt8], to stream: LogStream = .stdout, at time: Timestamp) {
    for (index, chunk) in Self.chunks(of: line).enumerated() {
      let chunkTime = Timestamp(nanoseconds: time.nanoseconds + Int64(index) * chunkDelay)
      entries.append(Entry(time: chunkTime, stream: stream, text: chunk))
    }
  }

  mutating func write(_ line: String, to stream: LogStream = .stdout, at time: Timestamp) {
    write(Array(line.utf8), to: stream, at: time)
  }

  /// As dockerd's copier cuts: at exactly 16,384 bytes, wherever the line end is.
  static func chunks(of line: [UInt8]) -> [[UInt8]] {
    stride(from: 0, to: line.count, by: PartialJoining.chunkLength).map {
      Array(line[$0..<min($0 + PartialJoining.chunkLength, line.count)])
    }
  }

  /// The entries as the multiplexed stream of a container without a TTY.
  var frames: [UInt8] { entries.flatMap(Self.frame) }

  /// The entries as the bare stream of a container with a TTY.
  var tty: [UInt8] { entries.flatMap { Self.stamped($0) } }

  static func frame(_ entry: Entry) -> [UInt8] {
    frame(type: entry.stream.rawValue, payload: stamped(entry))
  }

  static func frame(type: UInt8, payload: [UInt8]) -> [UInt8] {
    frame(type: type, length: UInt32(payload.count)) + payload
  }

  /// A header alone, with any length.
  static func frame(type: UInt8, length: UInt32) -> [UInt8] {
    [type, 0, 0, 0] + withUnsafeBytes(of: length.bigEndian) { Array($0) }
  }

  private static func stamped(_ entry: Entry) -> [UInt8] {
    Array("\(entry.time) ".utf8) + entry.text
  }
}

extension Timestamp {
  /// A time of 2026 that is `offset` nanoseconds after a fixed moment.
  static func at(_ offset: Int64) -> Timestamp {
    Timestamp(nanoseconds: 1_795_442_523_000_000_000 + offset)
  }

  /// The time at which the tests read; no entry has it.
  static let reading = Timestamp.at(3_600_000_000_000)
}

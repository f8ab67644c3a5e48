internal import LogWire

/// The log of four containers, made in pieces so that it need not be in memory: about 256 KiB of each container in turn.
struct Corpus {
  /// A piece of one container's log.
  struct Piece {
    var container: Int
    var lines: Int
    /// As dockerd sends them.
    var frames: [UInt8]
    /// The messages with line ends, for `grep`.
    var text: [UInt8]
  }

  static let containers = 4
  private static let linesInAPiece = 2000

  let name: String
  private var left: Int
  private var logs: [SyntheticLog]
  private var times: [Timestamp]
  private var turn = 0
  private let file: [UInt8]
  private var offset = 0

  /// - Parameter lines: how many; less than ``Options/lines`` for what is too slow.
  init(_ options: Options, lines: Int? = nil) throws {
    left = lines ?? options.lines
    logs = (0..<Self.containers).map { SyntheticLog(seed: UInt64(7 + $0)) }
    times = Array(repeating: Timestamp(nanoseconds: 1_795_442_523_000_000_000), count: Self.containers)
    file = options.corpus.map(TextFile.bytes) ?? []
    name = options.corpus ?? "synthetic lines"
    if let path = options.corpus, file.isEmpty {
      throw TextFile.Failure(description: "\(path): no lines can be read")
    }
  }

  /// The next piece; nil at the end.
  mutating func next() -> Piece? {
    guard left > 0 else { return nil }
    let count = min(left, Self.linesInAPiece)
    var piece = Piece(container: turn, lines: count, frames: [], text: [])
    piece.frames.reserveCapacity(count * 180)
    for _ in 0..<count { add(nextLine(), to: &piece) }
    left -= count
    turn = (turn + 1) % Self.containers
    return piece
  }

  private mutating func nextLine() -> [UInt8] {
    guard !file.isEmpty else { return Array(logs[turn].line().utf8) }
    let end = file[offset...].firstIndex(of: 0x0A) ?? file.endIndex
    defer { offset = end + 1 < file.endIndex ? end + 1 : 0 }
    // As long as dockerd passes on in one frame.
    return Array(file[offset..<min(end, offset + 16_000)])
  }

  private mutating func add(_ line: [UInt8], to piece: inout Piece) {
    // One of ten on stderr, about 44 µs apart in each container.
    times[turn].nanoseconds += Int64(logs[turn].number(below: 88_000))
    let stamp = Array("\(times[turn]) ".utf8)
    piece.frames += [logs[turn].number(below: 10) == 0 ? 2 : 1, 0, 0, 0]
    withUnsafeBytes(of: UInt32(stamp.count + line.count + 1).bigEndian) {
      piece.frames.append(contentsOf: $0)
    }
    piece.frames += stamp
    piece.frames += line
    piece.frames.append(0x0A)
    piece.text += line
    piece.text.append(0x0A)
  }
}

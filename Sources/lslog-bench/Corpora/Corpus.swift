internal import LogWire

/// The logs of several containers, made in pieces so that they need not be in memory: at most 256 KiB, or a line, of each
/// container in turn. The same for the same kind and count.
struct Corpus {
  /// A piece of one container's log.
  struct Piece {
    var container: Int
    var lines = 0
    /// As dockerd sends them.
    var frames: [UInt8] = []
    /// The messages with line ends, for `grep`.
    var text: [UInt8] = []
    /// Those of ``text`` whose time is in ``Corpus/middle``.
    var middleText: [UInt8] = []
  }

  /// How many lines of a busy container come in one turn.
  static let linesInATurn = 2000
  private static let start = Timestamp(nanoseconds: 1_795_442_523_000_000_000)
  /// From one line of a busy container to the next, on average.
  private static let gap = 44_000
  /// A batch of so many bytes is handed over at once by the collector, too.
  private static let pieceLength = 256 << 10

  /// The middle tenth of the time that the lines take.
  let middle: ClosedRange<Timestamp>
  private var left: Int
  private var containers: [CorpusKind.Container]
  private var times: [Timestamp]
  private var dice = Dice(seed: 3)
  private var turn = 0
  private var line: [UInt8] = []

  /// - Parameter containerCount: how many containers have the lines; nil: as many as the source has.
  /// - Throws: if the file of a ``Source/file(_:)`` can't be read.
  init(_ source: Source, lines: Int, containerCount: Int? = nil) throws {
    left = lines
    containers = try source.containers()
    if let containerCount { containers = Self.spread(containers, over: containerCount) }
    times = Array(repeating: Self.start, count: containers.count)
    let turns = Double(lines) / Double(containers.reduce(0) { $0 + $1.linesInATurn })
    let duration = turns * Double(Self.linesInATurn * Self.gap)
    func moment(_ share: Double) -> Timestamp {
      Timestamp(nanoseconds: Self.start.nanoseconds + Int64(duration * share))
    }
    middle = moment(0.45)...moment(0.55)
  }

  /// The same in more containers, of which each has less.
  private static func spread(_ containers: [CorpusKind.Container], over count: Int) -> [CorpusKind.Container]
  {
    (0..<count).map { number in
      var container = containers[number % containers.count]
      container.linesInATurn = max(1, container.linesInATurn * containers.count / count)
      return container
    }
  }

  /// How many containers there are.
  var containerCount: Int { containers.count }

  /// The next piece; nil at the end.
  mutating func next() -> Piece? {
    guard left > 0 else { return nil }
    var piece = Piece(container: turn)
    let count = min(left, containers[turn].linesInATurn)
    while piece.lines < count, piece.text.count < Self.pieceLength { addLine(to: &piece) }
    left -= piece.lines
    turn = (turn + 1) % containers.count
    return piece
  }

  private mutating func addLine(to piece: inout Piece) {
    let gap = Self.gap * Self.linesInATurn / containers[turn].linesInATurn
    times[turn].nanoseconds += Int64(dice.below(2 * gap))
    let time = times[turn]
    line.removeAll(keepingCapacity: true)
    containers[turn].source.appendLine(at: time, to: &line)
    Frame.append(line, time: time, stream: dice.isOne(in: 10) ? .stderr : .stdout, to: &piece.frames)
    line.append(0x0A)
    piece.text += line
    if middle.contains(time) { piece.middleText += line }
    piece.lines += 1
  }
}

extension Corpus {
  /// Where lines come from.
  enum Source {
    case kind(CorpusKind)
    /// A text file of somebody's own.
    case file(String)

    /// As in a table.
    var name: String {
      switch self {
      case .kind(let kind): kind.rawValue
      case .file(let path): path
      }
    }

    /// - Throws: if the file can't be read.
    fileprivate func containers() throws -> [CorpusKind.Container] {
      switch self {
      case .kind(let kind): return kind.containers
      case .file(let path):
        // One reader for all: each takes the lines that come next.
        let lines = try FileLines(path: path)
        return Array(repeating: CorpusKind.Container(source: lines), count: 4)
      }
    }
  }
}

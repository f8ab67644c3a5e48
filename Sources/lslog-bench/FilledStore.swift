internal import LogStore
internal import LogWire

/// Frames → decoder → batches → the store, in transactions of about 1 MiB, as the collector does when there is much.
struct FilledStore {
  private static let readLength = 1 << 16

  let layout: StoreLayout
  private(set) var cost: FillCost
  /// A word that only few lines have.
  private(set) var rareWord = ""

  init(_ corpus: Corpus, path: String, textFile: String) throws {
    layout = StoreLayout(path: path)
    cost = FillCost(corpus: corpus.name)
    var corpus = corpus
    let writer = try ShardWriter(layout: layout, shard: 0, now: Self.now)
    var pipes = (0..<Corpus.containers).map(Pipe.init)
    var batches: [ContainerBatch] = []
    try TextFile.write([], to: textFile)
    Meter.resetPeakMemory()
    while let piece = corpus.next() {
      try TextFile.write(piece.text, to: textFile, appending: true)
      cost.lines += piece.lines
      cost.rawBytes += piece.text.count
      // One that the baseline has too, which takes fewer lines.
      if rareWord.isEmpty || cost.lines <= 100_000 { rareWord = Self.rarestWord(of: piece.text) }
      try cost.ingest.measure {
        batches.append(try pipes[piece.container].decode(piece.frames))
        guard batches.count == Corpus.containers else { return }
        try writer.commit(batches, now: Self.now)
        batches.removeAll(keepingCapacity: true)
      }
    }
    try cost.ingest.measure { try writer.commit(batches, now: Self.now) }
    cost.peakMemoryBytes = Meter.peakMemory()
    try seal(writer)
  }

  private mutating func seal(_ writer: ShardWriter) throws {
    try cost.sealing.measure {
      try writer.startNewSegment(now: Self.now)
      _ = try ShardMaintenance(layout: layout, shard: 0, retention: .init())
        .run(openSerial: writer.openSerial, now: Self.now)
    }
    cost.storedBytes = try layout.segments().reduce(0) { $0 + Int($1.size) }
  }

  private static let now = Timestamp(nanoseconds: 1_795_442_523_000_000_000)

  /// The longest token with a digit of the first line, such as its trace id.
  private static func rarestWord(of text: [UInt8]) -> String {
    let tokens = text.prefix { $0 != 0x0A }.split { Token.folded[Int($0)] == 0 }.map {
      String(decoding: $0, as: UTF8.self)
    }
    let withDigits = tokens.filter { $0.contains(where: \.isNumber) }
    return (withDigits.isEmpty ? tokens : withDigits).max { $0.count < $1.count } ?? ""
  }

  /// The decoder of one container.
  private struct Pipe {
    private let container: ContainerInfo
    private var decoder = LogStreamDecoder(framing: .frames, joining: .sameTimestamp)

    init(_ number: Int) {
      container = ContainerInfo(
        id: "\(number)" + String(repeating: "0", count: 63), name: "service-\(number)", logDriver: "json-file"
      )
    }

    mutating func decode(_ frames: [UInt8]) throws(WireError) -> ContainerBatch {
      var batch = LineBatch()
      for start in stride(from: 0, to: frames.count, by: readLength) {
        let read = frames.span.bytes.extracting(start..<min(start + readLength, frames.count))
        try decoder.consume(read, readTime: .distantPast, into: &batch)
      }
      return ContainerBatch(container: container, lines: batch, openSince: decoder.openSince)
    }
  }
}

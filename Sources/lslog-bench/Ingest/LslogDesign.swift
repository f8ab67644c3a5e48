internal import LogStore
internal import LogWire

/// What is measured: frames → decoder → batches → the store, as the collector does when there is much.
struct LslogDesign: StoreDesign {
  private static let now = Timestamp(nanoseconds: 1_795_442_523_000_000_000)

  private let layout: StoreLayout
  private let writer: ShardWriter
  private let containers: [ContainerInfo]
  private var decoders: PieceDecoders

  init(path: String, containerCount: Int) throws {
    let layout = StoreLayout(path: path)
    let writer = try ShardWriter(layout: layout, shard: 0, now: Self.now)
    self.init(layout: layout, writer: writer, containerCount: containerCount)
  }

  /// With a writer that is there.
  init(layout: StoreLayout, writer: ShardWriter, containerCount: Int) {
    self.layout = layout
    self.writer = writer
    decoders = PieceDecoders(containerCount: containerCount)
    containers = (0..<containerCount).map { number in
      ContainerInfo(
        id: "\(number)" + String(repeating: "0", count: 63), name: "service-\(number)", logDriver: "json-file"
      )
    }
  }

  mutating func store(_ pieces: [Corpus.Piece]) throws {
    try writer.commit(try batches(of: pieces), now: Self.now)
  }

  /// What is stored next: a piece of each container; nil at the end.
  mutating func nextBatches(of corpus: inout Corpus) throws -> [ContainerBatch]? {
    var pieces: [Corpus.Piece] = []
    while pieces.count < corpus.containerCount, let piece = corpus.next() { pieces.append(piece) }
    return pieces.isEmpty ? nil : try batches(of: pieces)
  }

  private mutating func batches(of pieces: [Corpus.Piece]) throws -> [ContainerBatch] {
    try pieces.map { piece in
      let (lines, openSince) = try decoders.decode(piece)
      return ContainerBatch(container: containers[piece.container], lines: lines, openSince: openSince)
    }
  }

  mutating func seal() throws {
    try writer.startNewSegment(now: Self.now)
    _ = try ShardMaintenance(layout: layout, shard: 0, retention: .init())
      .run(openSerial: writer.openSerial, now: Self.now)
  }

  func storedBytes() throws -> Int {
    try layout.segments().reduce(0) { $0 + Int($1.size) }
  }
}

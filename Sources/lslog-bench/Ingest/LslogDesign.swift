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
    layout = StoreLayout(path: path)
    writer = try ShardWriter(layout: layout, shard: 0, now: Self.now)
    decoders = PieceDecoders(containerCount: containerCount)
    containers = (0..<containerCount).map { number in
      ContainerInfo(
        id: "\(number)" + String(repeating: "0", count: 63), name: "service-\(number)", logDriver: "json-file"
      )
    }
  }

  mutating func store(_ pieces: [Corpus.Piece]) throws {
    var batches: [ContainerBatch] = []
    for piece in pieces {
      let (lines, openSince) = try decoders.decode(piece)
      batches.append(
        ContainerBatch(container: containers[piece.container], lines: lines, openSince: openSince))
    }
    try writer.commit(batches, now: Self.now)
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

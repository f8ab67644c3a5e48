internal import LogBlocks
internal import LogStore
internal import LogWire
internal import TokenIndex

/// Consecutive lines of one container that are read at once: a block, or the tail of a segment; or a run's blocks of
/// one container, which are looked up only when their turn comes.
struct SearchUnit: Sendable {
  enum Content: Sendable {
    case run(SegmentSearch, StoredRun, BlockSet)
    case block(SegmentSearch, BlockSummary)
    case tail(LineBatch)
  }

  let container: ContainerInfo
  let epoch: Int64
  /// The ordinal of the first line and the one after the last; of a run, other lines of the container may lie between.
  let ordinals: Range<Int64>
  let minTime: Timestamp
  let maxTime: Timestamp
  let content: Content

  init(_ search: SegmentSearch, container: ContainerInfo, block: BlockSummary) {
    self.container = container
    epoch = block.epoch
    ordinals = block.firstOrdinal..<block.firstOrdinal &+ Int64(block.lines)
    minTime = block.minTime
    maxTime = block.maxTime
    content = .block(search, block)
  }

  /// - Parameter candidates: the blocks of the run that may have hits.
  init(
    _ search: SegmentSearch, container: ContainerInfo, part: RunContainer, of run: StoredRun,
    candidates: BlockSet
  ) {
    self.container = container
    epoch = part.epoch
    ordinals = part.ordinals
    minTime = part.minTime
    maxTime = part.maxTime
    content = .run(search, run, candidates)
  }

  init(container: ContainerInfo, tail: TailLines) {
    self.container = container
    epoch = tail.epoch
    ordinals = tail.firstOrdinal..<tail.firstOrdinal &+ Int64(tail.lines.count)
    minTime = tail.lines.lines.lazy.map(\.time).min() ?? .distantFuture
    maxTime = tail.lines.lines.lazy.map(\.time).max() ?? .distantPast
    content = .tail(tail.lines)
  }

  var key: HitSource.Key { HitSource.Key(id: container.id, epoch: epoch) }

  /// Of a run the blocks of this unit's container that may have hits; nil for a unit that is none.
  func expanded() throws -> [SearchUnit]? {
    guard case .run(let search, let run, let candidates) = content else { return nil }
    let blocks = try search.blocks(of: run, among: candidates)
    return blocks.flatMap { number, blocks in
      search.containers[number]?.id == container.id ? blocks.filter { $0.epoch == epoch } : []
    }.map { SearchUnit(search, container: container, block: $0) }
  }
}

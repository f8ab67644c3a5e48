internal import LogStore
internal import LogWire

/// Consecutive lines of one container that are read at once: a block, or the tail of a segment.
struct SearchUnit {
  private enum Content {
    case block(SegmentReader, BlockSummary)
    case tail(LineBatch)
  }

  let container: ContainerInfo
  let epoch: Int64
  let firstOrdinal: Int64
  let minTime: Timestamp
  let maxTime: Timestamp
  private let content: Content

  init(segment: SegmentReader, container: ContainerInfo, block: BlockSummary) {
    self.container = container
    epoch = block.epoch
    firstOrdinal = block.firstOrdinal
    minTime = block.minTime
    maxTime = block.maxTime
    content = .block(segment, block)
  }

  init(container: ContainerInfo, tail: TailLines) {
    self.container = container
    epoch = tail.epoch
    firstOrdinal = tail.firstOrdinal
    minTime = tail.lines.lines.lazy.map(\.time).min() ?? .distantFuture
    maxTime = tail.lines.lines.lazy.map(\.time).max() ?? .distantPast
    content = .tail(tail.lines)
  }

  var key: HitSource.Key { HitSource.Key(id: container.id, epoch: epoch) }

  var isBlock: Bool {
    if case .block = content { true } else { false }
  }

  /// The lines of the unit, decoded into `scratch` where that is needed.
  func lines(_ scratch: inout LineBatch) throws -> LineBatch {
    switch content {
    case .tail(let lines):
      return lines
    case .block(let segment, let block):
      try segment.decode(block, into: &scratch)
      return scratch
    }
  }
}

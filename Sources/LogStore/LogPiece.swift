internal import LogWire

/// A segment with lines of a container.
struct LogHolder {
  var segment: SegmentReader
  /// The container's number in it.
  var number: Int64
  var info: ContainerInfo
  /// The ordinal of the first line.
  var first: Int64

  /// The block or the tail with the first lines from `ordinal` on; nil if the segment has none.
  fileprivate func piece(epoch: Int64, from ordinal: Int64, wholeTail: Bool) throws -> LogPiece? {
    try segment.snapshot {
      if let block = try segment.block(ofContainer: number, epoch: epoch, fromOrdinal: ordinal) {
        return LogPiece(holder: self, first: block.firstOrdinal, content: .block(block))
      }
      let tails = try segment.tail(containers: [number], fromOrdinal: wholeTail ? 0 : ordinal)
      return tails.first { $0.epoch == epoch && $0.firstOrdinal + Int64($0.lines.count) > ordinal }
        .map { LogPiece(holder: self, first: $0.firstOrdinal, content: .tail($0.lines)) }
    }
  }
}

/// Consecutive lines of a container that are not read yet.
struct LogPiece {
  fileprivate enum Content {
    case block(BlockSummary)
    case tail(LineBatch)
  }

  fileprivate var holder: LogHolder
  fileprivate var first: Int64
  fileprivate var content: Content

  /// The lines of the block or tail with the first line from `ordinal` on, those before it among them; nil if there is none.
  ///
  /// Goes on behind a damaged block, and reports it.
  ///
  /// - Parameters:
  ///   - holders: the segments of the container, by their first line.
  ///   - wholeTail: whether of a tail the pieces that end before `ordinal` are wanted, too.
  static func lines(
    in holders: [LogHolder], of key: StoreFeed.Key, from ordinal: Int64, wholeTail: Bool,
    _ scratch: inout LineBatch, problems: inout [String]
  ) throws -> StoreFeed.Lines? {
    var next = ordinal
    while let piece = try nearest(in: holders, epoch: key.epoch, from: next, wholeTail: wholeTail) {
      switch piece.content {
      case .tail(let batch): return piece.lines(batch, key)
      case .block(let block):
        do {
          try piece.holder.segment.decode(block, into: &scratch)
          return piece.lines(scratch, key)
        } catch {
          guard StoreReader.isDamage(error) else { throw error }
          problems.append("\(error)")
          next = block.firstOrdinal + Int64(block.lines)
        }
      }
    }
    return nil
  }

  private func lines(_ batch: LineBatch, _ key: StoreFeed.Key) -> StoreFeed.Lines {
    StoreFeed.Lines(container: holder.info, epoch: key.epoch, firstOrdinal: first, lines: batch)
  }

  /// A container that was moved to another shard and back has later lines in the segment of the earlier ones.
  private static func nearest(
    in holders: [LogHolder], epoch: Int64, from ordinal: Int64, wholeTail: Bool
  ) throws -> LogPiece? {
    var nearest: LogPiece?
    for holder in holders where holder.first < nearest?.first ?? .max {
      let piece = try holder.piece(epoch: epoch, from: ordinal, wholeTail: wholeTail)
      if let piece, piece.first < nearest?.first ?? .max { nearest = piece }
    }
    return nearest
  }
}

package import LogWire
internal import SQLite

/// Reads the store as a queue: the lines of each container after a cursor, in the order of its log. Imported lines are
/// not in it.
///
/// Used by one thread. Keeps the newest segment of each shard open between calls and looks again whenever the folder
/// has changed; an older one is opened only while lines of it are missing, since it can't be sealed meanwhile.
package final class StoreFeed {
  /// A container and one numbering of its lines.
  package struct Key: Sendable, Hashable {
    package var id: String
    package var epoch: Int64

    package init(id: String, epoch: Int64) {
      self.id = id
      self.epoch = epoch
    }
  }

  /// Consecutive lines of one container.
  package struct Lines {
    package var container: ContainerInfo
    package var epoch: Int64
    package var firstOrdinal: Int64
    package var lines: LineBatch
  }

  /// A segment with lines of a container.
  private struct Holder {
    var segment: SegmentReader
    /// The container's number in it.
    var number: Int64
    var info: ContainerInfo
    /// The ordinal of the first line.
    var first: Int64
  }

  /// Consecutive lines of a container that are not read yet.
  private struct Piece {
    enum Content {
      case block(BlockSummary)
      case tail(LineBatch)
    }

    var holder: Holder
    var first: Int64
    var content: Content
  }

  private let reader: StoreReader
  private var open: [SegmentFile: (reader: SegmentReader, version: Int64?)] = [:]
  /// How far each container is in the store.
  private var ends: [Key: Int64] = [:]
  private var scratch = LineBatch()

  package init(layout: StoreLayout) {
    reader = StoreReader(layout: layout)
  }

  /// The containers that have lines in the store, and the ordinal after the last one. Cheap when nothing was added.
  ///
  /// Damaged segments are left out and reported in `problems`.
  package func poll(problems: inout [String]) throws -> [Key: Int64] {
    let files = try reader.layout.shards(imported: false).compactMap {
      try reader.layout.segments(ofShard: $0).last
    }
    for file in open.keys where !files.contains(file) { open[file] = nil }
    for file in files {
      do {
        try readEnds(of: file)
      } catch {
        guard StoreReader.isDamage(error) else { throw error }
        problems.append("\(error)")
      }
    }
    return ends
  }

  private func readEnds(of file: SegmentFile) throws {
    if open[file] == nil {
      guard let segment = try reader.open(file) else { return }
      open[file] = (segment, nil)
    }
    guard let (segment, version) = open[file] else { return }
    // Read before the positions: a commit in between is then seen again next time, not missed.
    let current = try segment.dataVersion()
    guard current != version else { return }
    try segment.forEachEnd { id, epoch, ordinal in
      let key = Key(id: id, epoch: epoch)
      ends[key] = max(ends[key] ?? 0, ordinal)
    }
    open[file]?.version = current
  }

  /// The first lines of a container from `ordinal` on, at most a block of them; nil if there are none.
  ///
  /// If retention deleted some, or a block is damaged, it goes on with the first line that is left.
  package func lines(
    of key: Key, from ordinal: Int64, problems: inout [String]
  ) throws -> Lines? {
    let holders = try segments(holding: key, from: ordinal, problems: &problems)
    var next = ordinal
    while let piece = try nearestPiece(in: holders, epoch: key.epoch, from: next) {
      switch piece.content {
      case .tail(let batch):
        return lines(batch, piece.holder.info, key, first: piece.first, from: next)
      case .block(let block):
        do {
          try piece.holder.segment.decode(block, into: &scratch)
          return lines(scratch, piece.holder.info, key, first: piece.first, from: next)
        } catch {
          guard StoreReader.isDamage(error) else { throw error }
          problems.append("\(error)")
          next = block.firstOrdinal + Int64(block.lines)
        }
      }
    }
    return nil
  }

  /// The block or tail with the first lines from `ordinal` on.
  ///
  /// A container that was moved to another shard and back has later lines in the segment of the earlier ones.
  private func nearestPiece(in holders: [Holder], epoch: Int64, from ordinal: Int64) throws -> Piece? {
    var nearest: Piece?
    for holder in holders where holder.first < nearest?.first ?? .max {
      let piece: Piece? = try holder.segment.snapshot {
        if let block = try holder.segment.block(
          ofContainer: holder.number, epoch: epoch, fromOrdinal: ordinal)
        {
          return Piece(holder: holder, first: block.firstOrdinal, content: .block(block))
        }
        let tails = try holder.segment.tail(containers: [holder.number], fromOrdinal: ordinal)
        return tails.first { $0.epoch == epoch }
          .map { Piece(holder: holder, first: $0.firstOrdinal, content: .tail($0.lines)) }
      }
      if let piece, piece.first < nearest?.first ?? .max { nearest = piece }
    }
    return nearest
  }

  /// The lines of a batch from `ordinal` on.
  private func lines(
    _ batch: LineBatch, _ info: ContainerInfo, _ key: Key, first: Int64, from ordinal: Int64
  ) -> Lines {
    let skipped = min(Int(max(ordinal - first, 0)), batch.count)
    guard skipped > 0 else {
      return Lines(container: info, epoch: key.epoch, firstOrdinal: first, lines: batch)
    }
    var rest = LineBatch()
    rest.append(batch, lines: skipped..<batch.count)
    return Lines(container: info, epoch: key.epoch, firstOrdinal: ordinal, lines: rest)
  }

  /// The segments with lines of the container from `ordinal` on, oldest first.
  ///
  /// Goes back from the newest until one begins at or before `ordinal`, so that a cursor that is up to date opens no
  /// sealed segment.
  private func segments(
    holding key: Key, from ordinal: Int64, problems: inout [String]
  ) throws -> [Holder] {
    var found: [Holder] = []
    for shard in try reader.layout.shards(imported: false) {
      for file in try reader.layout.segments(ofShard: shard).reversed() {
        do {
          guard let segment = try open[file]?.reader ?? reader.open(file) else { continue }
          guard let (number, info) = try segment.container(key.id) else { break }
          if let end = try segment.nextOrdinal(ofContainer: number, epoch: key.epoch), end <= ordinal {
            break
          }
          guard let first = try segment.firstOrdinal(ofContainer: number, epoch: key.epoch) else { continue }
          found.append(Holder(segment: segment, number: number, info: info, first: first))
          if first <= ordinal { break }
        } catch {
          guard StoreReader.isDamage(error) else { throw error }
          problems.append("\(error)")
        }
      }
    }
    return found.sorted { $0.first < $1.first }
  }
}

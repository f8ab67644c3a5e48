package import LogWire
internal import SQLite

/// Reads the store as a queue: the lines of each container after a cursor, in the order of its log.
///
/// Used by one thread. Keeps the open segments of all shards open between calls and looks again whenever the folder
/// has changed; a sealed segment is opened only while lines of it are missing.
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
    let files = try reader.layout.segments().filter(\.name.isOpen)
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
    for (segment, number, info) in try segments(holding: key, from: ordinal) {
      let (blocks, tails) = try segment.snapshot {
        (
          try segment.blocks(ofContainer: number, epoch: key.epoch, fromOrdinal: ordinal),
          try segment.tail(containers: [number], fromOrdinal: ordinal).filter { $0.epoch == key.epoch }
        )
      }
      for block in blocks {
        do {
          try segment.decode(block, into: &scratch)
          return lines(scratch, info, key, first: block.firstOrdinal, from: ordinal)
        } catch {
          guard StoreReader.isDamage(error) else { throw error }
          problems.append("\(error)")
        }
      }
      if let tail = tails.first {
        return lines(tail.lines, info, key, first: tail.firstOrdinal, from: ordinal)
      }
    }
    return nil
  }

  /// The lines of a batch from `ordinal` on.
  private func lines(
    _ batch: LineBatch, _ info: ContainerInfo, _ key: Key, first: Int64, from ordinal: Int64
  ) -> Lines {
    let skipped = Int(max(ordinal - first, 0))
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
    holding key: Key, from ordinal: Int64
  ) throws -> [(SegmentReader, number: Int64, ContainerInfo)] {
    var found: [(SegmentReader, number: Int64, ContainerInfo, first: Int64)] = []
    for shard in try reader.layout.shards() {
      for file in try reader.layout.segments(ofShard: shard).reversed() {
        guard let segment = try open[file]?.reader ?? reader.open(file) else { continue }
        guard let (number, info) = try segment.containers().first(where: { $0.value.id == key.id }) else { break }
        guard let first = try segment.firstOrdinal(ofContainer: number, epoch: key.epoch) else { continue }
        found.append((segment, number, info, first))
        if first <= ordinal { break }
      }
    }
    return found.sorted { $0.first < $1.first }.map { ($0.0, $0.number, $0.2) }
  }
}

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

    /// The ordinals of the lines.
    package var ordinals: Range<Int64> { firstOrdinal..<firstOrdinal + Int64(lines.count) }

    /// The lines from `ordinal` on.
    func dropping(before ordinal: Int64) -> Lines {
      let skipped = min(Int(max(ordinal - firstOrdinal, 0)), lines.count)
      guard skipped > 0 else { return self }
      var rest = LineBatch()
      rest.append(lines, lines: skipped..<lines.count)
      return Lines(
        container: container, epoch: epoch, firstOrdinal: firstOrdinal + Int64(skipped), lines: rest)
    }
  }

  /// A moment of the store: by shard, the number of its newest segment.
  package struct Mark: Sendable {
    fileprivate var serials: [Int: UInt32] = [:]

    /// Before everything.
    package init() {}
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

  /// Where the segments are now.
  package func mark() throws -> Mark {
    var mark = Mark()
    for shard in try reader.layout.shards(imported: false) {
      mark.serials[shard] = try reader.layout.segments(ofShard: shard).last?.name.serial
    }
    return mark
  }

  /// The first line of a container that is in a segment which was the newest one then, or is of later; nil if there is none.
  package func firstOrdinal(of key: Key, since mark: Mark, problems: inout [String]) throws -> Int64? {
    var first: Int64?
    for shard in try reader.layout.shards(imported: false) {
      for file in try reader.layout.segments(ofShard: shard)
      where file.name.serial >= mark.serials[shard] ?? 0 {
        do {
          guard let segment = try open[file]?.reader ?? reader.open(file),
            let number = try segment.container(key.id)?.number,
            let found = try segment.firstOrdinal(ofContainer: number, epoch: key.epoch)
          else { continue }
          first = min(first ?? found, found)
        } catch {
          guard StoreReader.isDamage(error) else { throw error }
          problems.append("\(error)")
        }
      }
    }
    return first
  }

  /// What the newest segments know of a container; nil if none does.
  package func container(_ id: String) throws -> ContainerInfo? {
    for (segment, _) in open.values {
      do {
        if let info = try segment.container(id)?.info { return info }
      } catch { guard StoreReader.isDamage(error) else { throw error } }
    }
    return nil
  }

  /// The first lines of a container from `ordinal` on, at most a block of them; nil if there are none.
  ///
  /// If retention deleted some, or a block is damaged, it goes on with the first line that is left.
  package func lines(
    of key: Key, from ordinal: Int64, problems: inout [String]
  ) throws -> Lines? {
    let holders = try segments(holding: key, from: ordinal, problems: &problems)
    let lines = try LogPiece.lines(
      in: holders, of: key, from: ordinal, wholeTail: false, &scratch, problems: &problems)
    return lines.map { $0.dropping(before: ordinal) }
  }

  /// The segments with lines of the container from `ordinal` on, oldest first.
  ///
  /// Goes back from the newest until one begins at or before `ordinal`, so that a cursor that is up to date opens no
  /// sealed segment.
  private func segments(
    holding key: Key, from ordinal: Int64, problems: inout [String]
  ) throws -> [LogHolder] {
    var found: [LogHolder] = []
    for shard in try reader.layout.shards(imported: false) {
      for file in try reader.layout.segments(ofShard: shard).reversed() {
        do {
          guard let segment = try open[file]?.reader ?? reader.open(file) else { continue }
          guard let (number, info) = try segment.container(key.id) else { break }
          if let end = try segment.nextOrdinal(ofContainer: number, epoch: key.epoch), end <= ordinal {
            break
          }
          guard let first = try segment.firstOrdinal(ofContainer: number, epoch: key.epoch) else { continue }
          found.append(LogHolder(segment: segment, number: number, info: info, first: first))
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

internal import LogWire

/// Reads pieces of the containers' logs, wherever in the store they are, imported ones among them. Used by one thread.
///
/// Knows the segments that there were when it was made. What each has of which container is read once, from the newest
/// segment back, and kept: some bytes for each container of a segment. A few segments stay open.
package final class ContainerLogs {
  /// What a segment has.
  private struct Contents {
    /// Ids of the containers that it knows.
    var ids: Set<String> = []
    /// The first line of each container that has any.
    var firsts: [StoreFeed.Key: Int64] = [:]
  }

  /// More segments than this are not held open.
  private static let openLimit = 16

  private let reader: StoreReader
  /// By shard, oldest first.
  private var files: [[SegmentFile]]?
  /// Nil for a damaged segment.
  private var contents: [SegmentFile: Contents?] = [:]
  private var open: [(file: SegmentFile, segment: SegmentReader)] = []
  private var scratch = LineBatch()

  package init(layout: StoreLayout) {
    reader = StoreReader(layout: layout)
  }

  /// The block or tail of a container that has the first line from `ordinal` on, lines before it included; nil if there is none.
  ///
  /// What is damaged is left out and reported in `problems`.
  package func lines(
    of key: StoreFeed.Key, from ordinal: Int64, problems: inout [String]
  ) throws -> StoreFeed.Lines? {
    let holders = try holders(of: key, from: ordinal, problems: &problems)
    return try LogPiece.lines(
      in: holders, of: key, from: ordinal, wholeTail: true, &scratch, problems: &problems)
  }

  /// The segments with lines of the container, from the one that has the line `ordinal` on.
  private func holders(
    of key: StoreFeed.Key, from ordinal: Int64, problems: inout [String]
  ) throws -> [LogHolder] {
    var found: [LogHolder] = []
    for shard in try shards() {
      for file in shard.reversed() {
        do {
          guard let contents = try contents(of: file) else { continue }
          guard contents.ids.contains(key.id) else { break }
          guard let first = contents.firsts[key] else { continue }
          if let segment = try segment(file), let (number, info) = try segment.container(key.id) {
            found.append(LogHolder(segment: segment, number: number, info: info, first: first))
          }
          if first <= ordinal { break }
        } catch {
          guard StoreReader.isDamage(error) else { throw error }
          contents[file] = .some(nil)
          problems.append("\(error)")
        }
      }
    }
    return found.sorted { $0.first < $1.first }
  }

  private func shards() throws -> [[SegmentFile]] {
    if let files { return files }
    let found = try reader.layout.shards().map { try reader.layout.segments(ofShard: $0) }
    files = found
    return found
  }

  private func contents(of file: SegmentFile) throws -> Contents? {
    if let known = contents[file] { return known }
    var found = Contents()
    if let segment = try segment(file) {
      try segment.forEachFirst { id, epoch, ordinal in
        found.ids.insert(id)
        if let epoch, let ordinal { found.firsts[StoreFeed.Key(id: id, epoch: epoch)] = ordinal }
      }
    }
    contents[file] = found
    return found
  }

  /// Nil if retention deleted it.
  private func segment(_ file: SegmentFile) throws -> SegmentReader? {
    if let place = open.lastIndex(where: { $0.file == file }) {
      open.append(open.remove(at: place))
      return open.last?.segment
    }
    guard let segment = try reader.open(file) else { return nil }
    if open.count == Self.openLimit { open.removeFirst() }
    open.append((file, segment))
    return segment
  }
}

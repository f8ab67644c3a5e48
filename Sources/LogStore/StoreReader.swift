package import LogWire
internal import SQLite

/// Opens the segments of a store for reading, whatever the daemon does to them meanwhile.
package struct StoreReader: Sendable {
  package let layout: StoreLayout

  private let pool: SegmentPool?

  /// - Parameter pool: segments that are open already; who gets them from here gives them back to it.
  package init(layout: StoreLayout, pool: SegmentPool? = nil) {
    self.layout = layout
    self.pool = pool
  }

  /// Whether there is a store at all.
  package var exists: Bool { SystemCall.size(of: layout.shardsFolder) != nil }

  /// Opens the segments that may hold lines of the time range (both ends included), by shard and age.
  ///
  /// A segment that was sealed since the folder was read is opened under its new name, one that retention deleted is
  /// left out. A damaged one is reported in `problems`, and the others go on serving.
  ///
  /// - Throws: `SQLiteError` or `StoreError` for what the user must mend: missing rights, a schema from the future.
  package func openSegments(
    since: Timestamp? = nil, until: Timestamp? = nil, problems: inout [String]
  ) throws -> [SegmentReader] {
    var considered = 0
    return try openSegments(since: since, until: until, considered: &considered, problems: &problems)
  }

  /// As ``openSegments(since:until:problems:)``, and tells how many segments the store has.
  package func openSegments(
    since: Timestamp?, until: Timestamp?, considered: inout Int, problems: inout [String]
  ) throws -> [SegmentReader] {
    var readers: [SegmentReader] = []
    let files = try layout.segments()
    considered = files.count
    pool?.keep(only: files)
    for file in files where file.name.mayHold(since: since, until: until) {
      do {
        if let reader = try pool?.take(file) ?? open(file) { readers.append(reader) }
      } catch {
        guard Self.isDamage(error) else { throw error }
        problems.append("\(error)")
      }
    }
    return readers
  }

  /// A segment that the pool has open.
  package func take(_ file: SegmentFile) -> SegmentReader? { pool?.take(file) }

  /// Gives segments to the pool, if there is one.
  package func giveBack(_ readers: [SegmentReader]) { pool?.give(readers) }

  /// Opens one segment under the name it has now; nil if it was deleted.
  package func open(_ file: SegmentFile) throws -> SegmentReader? {
    var file = file
    while true {
      do {
        return try SegmentReader(file: file)
      } catch let error as SQLiteError where error.isCannotOpen {
        let current = try layout.segments(ofShard: file.shard).first { $0.name.serial == file.name.serial }
        guard let current else { return nil }
        guard current != file else { throw error }
        file = current
      }
    }
  }

  /// Whether an error of reading means that the file is bad, so that the others can still be read.
  package static func isDamage(_ error: any Error) -> Bool {
    switch error {
    case let error as SQLiteError: error.isCorruption
    case let error as StoreError: error.isDamage
    default: false
    }
  }
}

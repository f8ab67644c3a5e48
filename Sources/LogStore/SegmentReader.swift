internal import LogBlocks
package import LogWire
internal import SQLite

/// The lines of one container that are in the tail of a segment.
package struct TailLines: Sendable {
  package var container: Int64
  package var epoch: Int64
  package var firstOrdinal: Int64
  package var lines: LineBatch
}

/// One segment opened for reading. Used by one thread.
///
/// Blocks never change and are never removed from a segment, so a list of them taken in one moment can be decoded
/// later without holding a transaction open.
package final class SegmentReader {
  package let file: SegmentFile
  let connection: Connection
  let templateRows: TemplateRows
  let data: BlockData
  let index: TokenRuns
  var selectSummaries: Statement?
  /// Of a sealed segment: what was read of the index.
  var knownRuns: [StoredRun]?
  var knownContainers: [Int64: [RunContainer]] = [:]

  /// Opens the segment.
  ///
  /// - Throws: `SQLiteError` or `StoreError`. If the file was renamed or deleted since the folder was read, an error
  ///   for which `isCannotOpen` holds.
  package init(file: SegmentFile) throws {
    self.file = file
    connection = try Connection(path: file.path, mode: file.name.isOpen ? .readOnly : .immutable)
    try SegmentSchema.check(connection)
    templateRows = TemplateRows(connection)
    index = TokenRuns(connection)
    data = BlockData(connection, templates: templateRows, keepsBlob: !file.name.isOpen)
  }

  /// The containers of the segment by their number in it.
  ///
  /// - Parameter id: only the one with that id, which takes no time that grows with the others; nil: all.
  package func containers(withID id: String? = nil) throws -> [Int64: ContainerInfo] {
    try SegmentTables.containers(in: connection, id: id)
  }

  /// The positions by container number.
  package func positions() throws -> [Int64: ContainerPosition] {
    try SegmentTables.positions(in: connection)
  }

  /// The container with that id and its number; nil if the segment does not know it.
  func container(_ id: String) throws -> (number: Int64, info: ContainerInfo)? {
    try SegmentTables.containers(in: connection, id: id).first.map { ($0.key, $0.value) }
  }

  /// The position of the container with that id.
  func position(of id: String) throws -> ContainerPosition? {
    guard let number = try container(id)?.number else { return nil }
    return try SegmentTables.positions(in: connection, container: number)[number]
  }

  /// What a writer that begins a new segment after this one carries over.
  func carried() throws -> SegmentWriter.Carried {
    SegmentWriter.Carried(
      containers: try SegmentWriter.Container.all(in: connection),
      imports: try ImportProgress.all(in: connection))
  }

  /// Whether it has lines and was begun so long ago.
  func isOld(_ age: Duration, now: Timestamp) throws -> Bool {
    let created = try connection.integer("SELECT value FROM meta WHERE key='created'") ?? 0
    guard Duration.nanoseconds(now.nanoseconds &- created) >= age else { return false }
    return try connection.integer("SELECT EXISTS(SELECT 1 FROM blocks) OR EXISTS(SELECT 1 FROM tail)") == 1
  }

  /// Gives each container's id, epoch, and the ordinal after its last line.
  func forEachEnd(_ body: (_ id: String, _ epoch: Int64, _ ordinal: Int64) -> Void) throws {
    let rows = try connection.prepare(
      "SELECT c.id, p.epoch, p.next_ordinal FROM positions p JOIN containers c USING(container)")
    while try rows.step() { body(rows.text(at: 0), rows.integer(at: 1), rows.integer(at: 2)) }
  }

  /// Gives each container that the segment knows, with the first ordinal of each numbering of which it has lines; nil and nil
  /// once, if it has none at all.
  func forEachFirst(_ body: (_ id: String, _ epoch: Int64?, _ ordinal: Int64?) -> Void) throws {
    let rows = try connection.prepare(
      """
      SELECT c.id, l.epoch, min(l.first) FROM containers c LEFT JOIN (
        SELECT container, epoch, min(first_ordinal) AS first FROM blocks GROUP BY 1, 2
        UNION ALL SELECT container, epoch, min(first_ordinal) FROM tail GROUP BY 1, 2) l USING(container)
      GROUP BY 1, 2
      """)
    while try rows.step() {
      body(rows.text(at: 0), rows.optionalInteger(at: 1), rows.optionalInteger(at: 2))
    }
  }

  /// A number that changes when another connection has committed to the segment.
  package func dataVersion() throws -> Int64 {
    try connection.integer("PRAGMA data_version") ?? 0
  }

  /// Runs `body` on one snapshot, so that a line which moves from the tail to a block is seen once.
  package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
    try connection.snapshot(body)
  }

  /// The first block of one container that has lines with `ordinal` or later ones.
  package func block(ofContainer container: Int64, epoch: Int64, fromOrdinal ordinal: Int64) throws
    -> BlockSummary?
  {
    let rows = try connection.prepare(
      """
      SELECT \(BlockSummary.columns) FROM blocks WHERE container=?1 AND epoch=?2 AND first_ordinal >= ifnull(
        (SELECT max(first_ordinal) FROM blocks WHERE container=?1 AND epoch=?2 AND first_ordinal <= ?3), ?3)
      AND first_ordinal + lines > ?3 ORDER BY first_ordinal LIMIT 1
      """)
    try rows.bind(container, at: 1)
    try rows.bind(epoch, at: 2)
    try rows.bind(ordinal, at: 3)
    return try rows.step() ? BlockSummary(rows, path: file.path) : nil
  }

  /// The ordinal of the first line of a container in this segment; nil if it has none.
  func firstOrdinal(ofContainer container: Int64, epoch: Int64) throws -> Int64? {
    let row = try connection.prepare(
      """
      SELECT min(first) FROM (
        SELECT min(first_ordinal) AS first FROM blocks WHERE container=?1 AND epoch=?2
        UNION ALL SELECT min(first_ordinal) FROM tail WHERE container=?1 AND epoch=?2)
      """)
    try row.bind(container, at: 1)
    try row.bind(epoch, at: 2)
    guard try row.step() else { return nil }
    return row.optionalInteger(at: 0)
  }

  /// The ordinal after the last line of a container, if it is in that numbering now.
  func nextOrdinal(ofContainer container: Int64, epoch: Int64) throws -> Int64? {
    let row = try connection.prepare("SELECT next_ordinal FROM positions WHERE container=?1 AND epoch=?2")
    try row.bind(container, at: 1)
    try row.bind(epoch, at: 2)
    guard try row.step() else { return nil }
    return row.integer(at: 0)
  }

  /// Decodes a block into `batch`, whose lines are replaced.
  package func decode(_ block: BlockSummary, into batch: inout LineBatch) throws {
    try data.decode(block, into: &batch)
  }

  /// The tail of the segment, by container; within one, in order.
  ///
  /// - Parameter fromOrdinal: pieces that end before it are left out, if given together with a single container.
  package func tail(containers: Set<Int64>? = nil, fromOrdinal: Int64 = 0) throws -> [TailLines] {
    let only = containers?.count == 1 ? containers?.first : nil
    let rows = try connection.prepare(
      """
      SELECT container, epoch, first_ordinal, data FROM tail
      \(only == nil ? "" : "WHERE container=?1 AND first_ordinal+lines>?2") ORDER BY 1, 2, 3
      """)
    if let only {
      try rows.bind(only, at: 1)
      try rows.bind(fromOrdinal, at: 2)
    }
    var tails: [TailLines] = []
    while try rows.step() {
      let container = rows.integer(at: 0)
      guard containers?.contains(container) ?? true else { continue }
      let epoch = rows.integer(at: 1)
      if tails.last?.container != container || tails.last?.epoch != epoch {
        tails.append(
          TailLines(container: container, epoch: epoch, firstOrdinal: rows.integer(at: 2), lines: LineBatch())
        )
      }
      do {
        try rows.withBytes(at: 3) { data throws(BlockDamage) in
          try TailCodec.decode(data, into: &tails[tails.count - 1].lines)
        }
      } catch { throw StoreError.damagedTail(path: file.path, container: container, what: error.what) }
    }
    return tails
  }
}

package import LogWire
internal import SQLite

/// What is said of a block without its data.
package struct BlockSummary: Sendable, Hashable {
  package var block: Int64
  /// The container's number in the segment.
  package var container: Int64
  package var epoch: Int64
  package var firstOrdinal: Int64
  package var lines: Int
  package var minTime: Timestamp
  package var maxTime: Timestamp
  /// Bit 0: has lines of stdout; bit 1: of stderr.
  package var streams: UInt8
  var codec: Int64
  var textBytes: Int
}

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
  private let connection: Connection
  private let codec = TextBlockCodec()
  private let selectData: Statement

  /// Opens the segment.
  ///
  /// - Throws: `SQLiteError` or `StoreError`. If the file was renamed or deleted since the folder was read, an error
  ///   for which `isCannotOpen` holds.
  package init(file: SegmentFile) throws {
    self.file = file
    connection = try Connection(path: file.path, mode: file.name.isOpen ? .readOnly : .immutable)
    try SegmentSchema.check(connection)
    selectData = try connection.prepare("SELECT data FROM block_data WHERE block=?1")
  }

  /// The containers of the segment by their number in it.
  package func containers() throws -> [Int64: ContainerInfo] {
    try SegmentTables.containers(in: connection)
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
  func writerContainers() throws -> [SegmentWriter.Container] {
    try SegmentWriter.Container.all(in: connection)
  }

  /// Gives each container's id, epoch, and the ordinal after its last line.
  func forEachEnd(_ body: (_ id: String, _ epoch: Int64, _ ordinal: Int64) -> Void) throws {
    let rows = try connection.prepare(
      "SELECT c.id, p.epoch, p.next_ordinal FROM positions p JOIN containers c USING(container)")
    while try rows.step() { body(rows.text(at: 0), rows.integer(at: 1), rows.integer(at: 2)) }
  }

  /// A number that changes when another connection has committed to the segment.
  package func dataVersion() throws -> Int64 {
    try connection.integer("PRAGMA data_version") ?? 0
  }

  /// Runs `body` on one snapshot, so that a line which moves from the tail to a block is seen once.
  package func snapshot<Result>(_ body: () throws -> Result) throws -> Result {
    try connection.snapshot(body)
  }

  /// The blocks that may hold what is asked, by block number. Never misses one. Both ends of the time belong to it.
  package func blocks(
    words: WordExpression = .any, containers: Set<Int64>? = nil, since: Timestamp? = nil,
    until: Timestamp? = nil
  ) throws -> [BlockSummary] {
    var conditions = ["max_time >= ?1", "min_time <= ?2"]
    let match = words.matchExpression
    if match != nil { conditions.append("block IN (SELECT rowid FROM words WHERE words MATCH ?3)") }
    let rows = try connection.prepare(
      "SELECT \(Self.summaryColumns) FROM blocks WHERE \(conditions.joined(separator: " AND ")) ORDER BY block"
    )
    try rows.bind((since ?? .distantPast).nanoseconds, at: 1)
    try rows.bind((until ?? .distantFuture).nanoseconds, at: 2)
    if let match { try rows.bind(text: match, at: 3) }
    var found: [BlockSummary] = []
    while try rows.step() {
      let summary = Self.summary(rows)
      if containers?.contains(summary.container) ?? true { found.append(summary) }
    }
    return found
  }

  /// The first block of one container that has lines with `ordinal` or later ones.
  package func block(ofContainer container: Int64, epoch: Int64, fromOrdinal ordinal: Int64) throws
    -> BlockSummary?
  {
    let rows = try connection.prepare(
      """
      SELECT \(Self.summaryColumns) FROM blocks WHERE container=?1 AND epoch=?2 AND first_ordinal >= ifnull(
        (SELECT max(first_ordinal) FROM blocks WHERE container=?1 AND epoch=?2 AND first_ordinal <= ?3), ?3)
      AND first_ordinal + lines > ?3 ORDER BY first_ordinal LIMIT 1
      """)
    try rows.bind(container, at: 1)
    try rows.bind(epoch, at: 2)
    try rows.bind(ordinal, at: 3)
    return try rows.step() ? Self.summary(rows) : nil
  }

  /// The ordinal of the first line of a container in this segment; nil if it has none.
  func firstOrdinal(ofContainer container: Int64, epoch: Int64) throws -> Int64? {
    let row = try connection.prepare(
      """
      SELECT min(first) FROM (
        SELECT min(first_ordinal) AS first FROM blocks WHERE container=?1 AND epoch=?2
        UNION ALL SELECT min(ordinal) FROM tail WHERE container=?1 AND epoch=?2)
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

  private static let summaryColumns =
    "block, container, epoch, first_ordinal, lines, min_time, max_time, streams, codec, text_bytes"

  private static func summary(_ row: Statement) -> BlockSummary {
    BlockSummary(
      block: row.integer(at: 0), container: row.integer(at: 1), epoch: row.integer(at: 2),
      firstOrdinal: row.integer(at: 3), lines: Int(row.integer(at: 4)),
      minTime: Timestamp(nanoseconds: row.integer(at: 5)),
      maxTime: Timestamp(nanoseconds: row.integer(at: 6)),
      streams: UInt8(truncatingIfNeeded: row.integer(at: 7)), codec: row.integer(at: 8),
      textBytes: Int(row.integer(at: 9)))
  }

  /// Decodes a block into `batch`, whose lines are replaced.
  package func decode(_ block: BlockSummary, into batch: inout LineBatch) throws {
    guard block.codec == BlockCodecID.text.rawValue else {
      throw StoreError.unknownCodec(path: file.path, block: block.block, codec: block.codec)
    }
    try selectData.bind(block.block, at: 1)
    defer { selectData.reset() }
    guard try selectData.step() else { throw damage(block, "it has no data") }
    do {
      try selectData.withBytes(at: 0) { data throws(BlockDamage) in
        try codec.decode(
          data, lines: block.lines, textBytes: block.textBytes, minTime: block.minTime, into: &batch)
      }
    } catch { throw damage(block, error.what) }
  }

  private func damage(_ block: BlockSummary, _ what: String) -> StoreError {
    .damagedBlock(path: file.path, block: block.block, what: what)
  }

  /// The tail of the segment, by container; within one, in order.
  ///
  /// - Parameter fromOrdinal: lines with smaller ordinals are left out, if given together with a single container.
  package func tail(containers: Set<Int64>? = nil, fromOrdinal: Int64 = 0) throws -> [TailLines] {
    let only = containers?.count == 1 ? containers?.first : nil
    let rows = try connection.prepare(
      """
      SELECT container, epoch, ordinal, time, stream, flags, message FROM tail
      \(only == nil ? "" : "WHERE container=?1 AND ordinal>=?2") ORDER BY container, epoch, ordinal
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
      rows.withBytes(at: 6) { message in
        tails[tails.count - 1].lines.append(
          message: message, time: Timestamp(nanoseconds: rows.integer(at: 3)),
          stream: LogStream(rawValue: UInt8(truncatingIfNeeded: rows.integer(at: 4))) ?? .stdout,
          flags: LineFlags(rawValue: UInt8(truncatingIfNeeded: rows.integer(at: 5))))
      }
    }
    return tails
  }
}

package import LogWire
internal import SQLite

/// How far a file was imported. Stored in the transaction of its lines, so that each line is imported once.
package struct ImportProgress: Sendable, Hashable {
  /// A file that is imported into a container, in a format.
  ///
  /// A file is known by its inode and its first bytes: renaming it changes neither, and a number of a device may change
  /// when the machine starts.
  package struct Source: Sendable, Hashable {
    /// The id of the container; empty if the file names the container of each line.
    package var container: String
    /// The format's name.
    package var format: String
    package var inode: UInt64
    /// How many of the file's first bytes ``headHash`` covers.
    package var headBytes: Int
    package var headHash: UInt64

    package init(container: String, format: String, inode: UInt64, headBytes: Int, headHash: UInt64) {
      self.container = container
      self.format = format
      self.inode = inode
      self.headBytes = headBytes
      self.headHash = headHash
    }
  }

  package var source: Source
  /// The file's path at the time, for a person.
  package var path: String
  /// The offset of the first byte that was not imported.
  package var offset: Int64
  /// How many records the file has before it: lines of text or of JSON, or frames.
  package var records: Int64
  /// How many lines were stored of it.
  package var lines: Int64
  /// The time of the last line.
  package var time: Timestamp?
  /// Whether the offset is within a line, of which the first part is stored.
  package var isMidLine: Bool
  package var updated: Timestamp

  package init(
    source: Source, path: String, offset: Int64, records: Int64, lines: Int64, time: Timestamp?,
    isMidLine: Bool, updated: Timestamp
  ) {
    self.source = source
    self.path = path
    self.offset = offset
    self.records = records
    self.lines = lines
    self.time = time
    self.isMidLine = isMidLine
    self.updated = updated
  }
}

extension ImportProgress {
  /// All that a segment has.
  static func all(in connection: Connection) throws(SQLiteError) -> [ImportProgress] {
    let rows = try connection.prepare(
      """
      SELECT container, format, inode, head_hash, head_bytes, path, offset, records, lines, time, mid_line, updated
      FROM imports
      """)
    var all: [ImportProgress] = []
    while try rows.step() {
      all.append(
        ImportProgress(
          source: Source(
            container: rows.text(at: 0), format: rows.text(at: 1),
            inode: UInt64(bitPattern: rows.integer(at: 2)), headBytes: Int(rows.integer(at: 4)),
            headHash: UInt64(bitPattern: rows.integer(at: 3))),
          path: rows.text(at: 5), offset: rows.integer(at: 6), records: rows.integer(at: 7),
          lines: rows.integer(at: 8), time: rows.optionalInteger(at: 9).map { Timestamp(nanoseconds: $0) },
          isMidLine: rows.integer(at: 10) != 0, updated: Timestamp(nanoseconds: rows.integer(at: 11))))
    }
    return all
  }

  /// Inserts the row or replaces it. Call within a transaction.
  func store(in connection: Connection) throws(SQLiteError) {
    let row = try connection.prepare("REPLACE INTO imports VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)")
    try row.bind(source.container, at: 1)
    try row.bind(source.format, at: 2)
    try row.bind(Int64(bitPattern: source.inode), at: 3)
    try row.bind(Int64(bitPattern: source.headHash), at: 4)
    try row.bind(Int64(source.headBytes), at: 5)
    try row.bind(path, at: 6)
    try row.bind(offset, at: 7)
    try row.bind(records, at: 8)
    try row.bind(lines, at: 9)
    try row.bind(time?.nanoseconds, at: 10)
    try row.bind(isMidLine ? 1 : 0, at: 11)
    try row.bind(updated.nanoseconds, at: 12)
    try row.run()
  }
}

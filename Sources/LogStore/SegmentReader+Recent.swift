package import LogWire
internal import SQLite

extension SegmentReader {
  /// The blocks of one container that have lines of `since` or later, the last of its log first.
  ///
  /// Looks at the rows of that container's blocks only, which takes no time that grows with the other containers.
  package func blocks(ofContainer container: Int64, since: Timestamp) throws -> [BlockSummary] {
    let rows = try connection.prepare(
      """
      SELECT \(BlockSummary.columns) FROM blocks WHERE container=?1 AND max_time>=?2
      ORDER BY epoch DESC, first_ordinal DESC
      """)
    try rows.bind(container, at: 1)
    try rows.bind(since.nanoseconds, at: 2)
    var found: [BlockSummary] = []
    while try rows.step() { found.append(try BlockSummary(rows, path: file.path)) }
    return found
  }
}

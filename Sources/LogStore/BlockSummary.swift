internal import LogBlocks
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

  /// Whether the block is in the template codec.
  package var hasTemplates: Bool { codec == BlockCodecID.template.rawValue }

  static let columns =
    "block, container, epoch, first_ordinal, lines, min_time, max_time, streams, codec, text_bytes, levels, checksum"
  /// The place of `levels` among ``columns``.
  static let levelsColumn: Int32 = 10

  /// - Parameters:
  ///   - row: one with ``columns``.
  ///   - path: the segment's, for the error.
  init(_ row: Statement, path: String) throws(StoreError) {
    block = row.integer(at: 0)
    container = row.integer(at: 1)
    epoch = row.integer(at: 2)
    firstOrdinal = row.integer(at: 3)
    lines = Int(row.integer(at: 4))
    minTime = Timestamp(nanoseconds: row.integer(at: 5))
    maxTime = Timestamp(nanoseconds: row.integer(at: 6))
    streams = UInt8(truncatingIfNeeded: row.integer(at: 7))
    codec = row.integer(at: 8)
    textBytes = Int(row.integer(at: 9))
    var checksum = RowChecksum()
    for column in 1..<Self.levelsColumn { checksum.add(row.integer(at: column)) }
    row.withBytes(at: Self.levelsColumn) { checksum.add($0) }
    guard row.integer(at: Self.levelsColumn + 1) == checksum.value else {
      throw .damagedBlock(path: path, block: block, what: "its row was changed")
    }
  }
}

package import LogWire

/// How far a container is in the store: which number its next line has, and where its log is read on.
package struct ContainerPosition: Sendable, Equatable {
  /// Identifies the numbering: when it began, in nanoseconds since 1970. A container that is read anew after
  /// the store was deleted gets another epoch, so that (epoch, ordinal) names a line for good.
  package var epoch: Int64
  /// The ordinal of the next line; the first line of a container has 0.
  package var nextOrdinal: Int64
  package var position: ReadPosition

  package init(epoch: Int64, nextOrdinal: Int64 = 0, position: ReadPosition = ReadPosition()) {
    self.epoch = epoch
    self.nextOrdinal = nextOrdinal
    self.position = position
  }

  /// Whether `other` was stored later: its numbering began later, or has come further.
  func isBehind(_ other: ContainerPosition) -> Bool {
    (epoch, nextOrdinal) < (other.epoch, other.nextOrdinal)
  }
}

extension ReadPosition {
  /// 20 bytes an entry: time (Int64), hash (UInt64), count (UInt32), all little-endian.
  private static let entrySize = 20

  /// The bytes of the `window` column.
  var windowBytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(entries.count * Self.entrySize)
    for entry in entries {
      withUnsafeBytes(of: entry.time.nanoseconds.littleEndian) { bytes.append(contentsOf: $0) }
      withUnsafeBytes(of: entry.hash.littleEndian) { bytes.append(contentsOf: $0) }
      withUnsafeBytes(of: entry.count.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// Reads the `window` column; bytes after the last whole entry are ignored.
  init(windowBytes bytes: RawSpan, openSince: Timestamp?) {
    var entries: [Entry] = []
    for start in stride(from: 0, through: bytes.byteCount - Self.entrySize, by: Self.entrySize) {
      entries.append(
        Entry(
          time: Timestamp(nanoseconds: Int64(bitPattern: bytes.littleEndianWord(at: start))),
          hash: bytes.littleEndianWord(at: start + 8),
          count: bytes.bigEndianLength(at: start + 16).byteSwapped))
    }
    self.init(entries: entries, openSince: openSince)
  }
}

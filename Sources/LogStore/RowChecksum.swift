internal import LogBlocks

/// The checksum of a row that says what blocks, runs and templates are: of its integers and bytes, in the order they are added.
///
/// Blocks, chunks of the index and pieces of the tail carry their own.
struct RowChecksum {
  private var bytes: [UInt8] = []

  /// Adds an integer, as eight bytes, lowest first.
  mutating func add(_ number: Int64) {
    for shift in stride(from: Int64(0), to: 64, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: number >> shift))
    }
  }

  mutating func add(_ span: RawSpan) {
    span.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  var value: Int64 { Int64(Checksum.of(bytes.span.bytes)) }
}

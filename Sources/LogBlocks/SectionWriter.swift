/// A block's bytes as a row of sections, each by itself compressed or not and with a checksum.
///
///     for each section    varint  bytes as stored
///                         varint  bytes after decompression; the same: it is not compressed
///     4 bytes             checksum of the above
///     for each section    its bytes, and 4 bytes of checksum of them
///
/// So a reader takes the parts it needs.
struct SectionWriter {
  private var stored: [UInt8] = []
  private var sizes: [(stored: Int, raw: Int)] = []
  private var ends: [Int] = []

  mutating func removeAll() {
    stored.removeAll(keepingCapacity: true)
    sizes.removeAll(keepingCapacity: true)
  }

  /// Adds a section as it is.
  mutating func add(_ bytes: [UInt8]) {
    let start = stored.count
    stored.append(contentsOf: bytes)
    close(start, raw: bytes.count)
  }

  /// Adds a section, compressed if that makes it smaller.
  mutating func add(_ bytes: [UInt8], with compressor: ZstdCompressor) throws(ZstdError) {
    // Less than this no compression pays for its header.
    guard bytes.count >= 32 else { return add(bytes) }
    let start = stored.count
    try compressor.compress(bytes, appendingTo: &stored)
    if stored.count - start >= bytes.count {
      stored.removeLast(stored.count - start)
      stored.append(contentsOf: bytes)
    }
    close(start, raw: bytes.count)
  }

  /// Adds `bytes` compressed, or `other` as it is, whichever is smaller.
  mutating func add(
    _ bytes: [UInt8], with compressor: ZstdCompressor, orInstead other: [UInt8]
  ) throws(ZstdError) {
    let start = stored.count
    try compressor.compress(bytes, appendingTo: &stored)
    guard stored.count - start >= other.count else { return close(start, raw: bytes.count) }
    stored.removeLast(stored.count - start)
    add(other)
  }

  private mutating func close(_ start: Int, raw: Int) {
    sizes.append((stored.count - start, raw))
    let check = stored.withUnsafeBytes { Checksum.of(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    withUnsafeBytes(of: check.littleEndian) { stored.append(contentsOf: $0) }
  }

  /// Appends all of it.
  func write(to output: inout [UInt8]) {
    let start = output.count
    for size in sizes {
      Varint.append(UInt64(size.stored), to: &output)
      Varint.append(UInt64(size.raw), to: &output)
    }
    let check = output.withUnsafeBytes { Checksum.of(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    withUnsafeBytes(of: check.littleEndian) { output.append(contentsOf: $0) }
    output.append(contentsOf: stored)
  }
}

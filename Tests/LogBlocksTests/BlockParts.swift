import LogBlocks

/// The sections of a block taken apart, to be changed and put together with the right checksums.
struct BlockParts {
  /// The content of each section, not compressed.
  var sections: [[UInt8]] = []
  /// What the table says instead of the sizes that are; by section.
  var claims: [Int: (stored: UInt64, raw: UInt64)] = [:]

  private static let count = 8

  init(_ block: EncodedBlock) throws {
    var offset = 0
    var sizes: [(stored: Int, raw: Int)] = []
    for _ in 0..<Self.count {
      let stored = Varint.read(block.bytes.span.bytes, at: &offset) ?? 0
      sizes.append((Int(stored), Int(Varint.read(block.bytes.span.bytes, at: &offset) ?? 0)))
    }
    offset += 4
    for size in sizes {
      let stored = Array(block.bytes[offset..<offset + size.stored])
      offset += size.stored + 4
      sections.append(
        size.stored == size.raw
          ? stored : try ZstdDecompressor().decompress(stored.span.bytes, count: size.raw))
    }
  }

  /// The block's bytes.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for (index, section) in sections.enumerated() {
      let size = UInt64(section.count)
      Varint.append(claims[index]?.stored ?? size, to: &bytes)
      Varint.append(claims[index]?.raw ?? size, to: &bytes)
    }
    Self.close(bytes, into: &bytes)
    for section in sections {
      bytes += section
      Self.close(section, into: &bytes)
    }
    return bytes
  }

  private static func close(_ part: [UInt8], into bytes: inout [UInt8]) {
    withUnsafeBytes(of: Checksum.of(part.span.bytes).littleEndian) { bytes.append(contentsOf: $0) }
  }
}

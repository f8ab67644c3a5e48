internal import LogWire

/// Where the sections of a block stand, read from its beginning.
struct SectionTable {
  struct Entry {
    var offset: Int
    var stored: Int
    var raw: Int
  }

  /// More bytes than a section of any block has: its lines are at most 64 MiB each.
  private static let largest: UInt64 = 256 << 20

  private(set) var entries: [Entry] = []
  /// How long the block must be.
  private(set) var end: Int

  /// - Parameter bytes: the beginning of the block, at least ``maximumSize`` of it if it is so long.
  init(_ bytes: RawSpan, sections: Int) throws(BlockDamage) {
    var offset = 0
    for _ in 0..<sections {
      guard let stored = Varint.read(bytes, at: &offset), let raw = Varint.read(bytes, at: &offset),
        stored <= raw, raw <= Self.largest
      else { throw BlockDamage("the table of its sections ends early or names sizes out of range") }
      entries.append(Entry(offset: 0, stored: Int(stored), raw: Int(raw)))
    }
    guard bytes.byteCount >= offset + 4 else { throw BlockDamage("it ends in the table of its sections") }
    let check = Checksum.of(bytes.extracting(0..<offset))
    guard check == bytes.littleEndianWord32(at: offset) else {
      throw BlockDamage("the table of its sections does not fit its checksum")
    }
    end = offset + 4
    for index in entries.indices {
      entries[index].offset = end
      end += entries[index].stored + 4
    }
  }

  /// How many bytes the table of so many sections takes at most.
  static func maximumSize(sections: Int) -> Int { sections * 10 + 4 }
}

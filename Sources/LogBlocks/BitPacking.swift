/// Numbers of a fixed width, bit after bit, lowest first; the last byte is filled with zeros.
enum BitPacking {
  /// How many bytes `count` numbers take.
  @inline(__always)
  static func bytes(_ count: Int, width: Int) -> Int { (count * width + 7) / 8 }

  /// How many bits a number needs.
  @inline(__always)
  static func width(of value: UInt64) -> Int { 64 - value.leadingZeroBitCount }

  /// Appends `count` numbers, each below 2^width.
  @inline(__always)
  static func append(_ count: Int, width: Int, to bytes: inout [UInt8], _ value: (Int) -> UInt64) {
    guard width > 0 else { return }
    let start = bytes.count
    let total = Self.bytes(count, width: width)
    bytes.append(contentsOf: repeatElement(0, count: total + 8))
    bytes.withUnsafeMutableBytes { target in
      var pending: UInt64 = 0
      var filled = 0
      var offset = start
      for index in 0..<count {
        let next = value(index)
        pending |= next &<< UInt64(filled)
        filled += width
        guard filled >= 64 else { continue }
        target.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
        offset += 8
        filled -= 64
        pending = filled == 0 ? 0 : next &>> UInt64(width - filled)
      }
      target.storeBytes(of: pending.littleEndian, toByteOffset: offset, as: UInt64.self)
    }
    bytes.removeLast(8)
  }

  /// The number at `index`.
  ///
  /// - Parameter bytes: at least ``bytes(_:width:)`` of all numbers, and eight more, so that a word can be read anywhere.
  @inline(__always)
  static func read(_ bytes: UnsafeRawPointer, _ index: Int, width: Int) -> UInt64 {
    guard width > 0 else { return 0 }
    let bit = index * width
    let word = bytes.loadUnaligned(fromByteOffset: bit >> 3, as: UInt64.self).littleEndian &>> UInt64(bit & 7)
    let free = 64 - bit & 7
    guard width > free else { return word & (~0 &>> UInt64(64 - width)) }
    let rest = UInt64(bytes.loadUnaligned(fromByteOffset: bit >> 3 + 8, as: UInt8.self)) &<< UInt64(free & 63)
    return (word | rest) & (~0 &>> UInt64(64 - width))
  }
}

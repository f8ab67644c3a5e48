/// Numbers of a fixed width among bytes.
struct PackedNumbers {
  private let bytes: [UInt8]
  /// Where they begin.
  let offset: Int
  let count: Int
  let width: Int

  /// - Throws: ``BlockDamage`` if the bytes don't hold so many.
  init(_ bytes: PaddedBytes, at offset: Int, count: Int, width: Int) throws(BlockDamage) {
    guard width <= 64, offset >= 0, offset + BitPacking.bytes(count, width: width) <= bytes.count else {
      throw BlockDamage("packed numbers end early")
    }
    self.bytes = bytes.bytes
    self.offset = offset
    self.count = count
    self.width = width
  }

  var byteCount: Int { BitPacking.bytes(count, width: width) }

  @inline(__always)
  subscript(index: Int) -> UInt64 {
    precondition(index < count, "number \(index) of \(count)")
    return bytes.withUnsafeBytes { all in
      all.baseAddress.map { BitPacking.read($0 + offset, index, width: width) } ?? 0
    }
  }

  /// Gives all numbers in their order.
  @inline(__always)
  func forEach(_ body: (UInt64) -> Void) {
    bytes.withUnsafeBytes { all in
      guard let base = all.baseAddress.map({ $0 + offset }) else { return }
      for index in 0..<count { body(BitPacking.read(base, index, width: width)) }
    }
  }
}

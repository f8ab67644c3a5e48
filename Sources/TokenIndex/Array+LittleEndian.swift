extension [UInt8] {
  /// Adds the lowest `count` bytes of `value`, the lowest first.
  @inline(__always)
  mutating func append(littleEndian value: UInt64, count: Int) {
    append(addingCapacity: count) { output in
      var rest = value
      for _ in 0..<count {
        output.append(UInt8(truncatingIfNeeded: rest))
        rest >>= 8
      }
    }
  }
}

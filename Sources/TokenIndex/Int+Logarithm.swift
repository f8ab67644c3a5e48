extension Int {
  /// The logarithm to the base 2, rounded down; 0 for 0.
  var floorLog2: Int {
    Swift.max(bitLength - 1, 0)
  }

  /// The logarithm to the base 2, rounded to the nearest; 0 for 0. For at most 2^48.
  var nearestLog2: Int {
    // 181 / 128 is √2.
    (self * 181 / 128).floorLog2
  }

  /// How many bits the number has without leading zeros; 0 for 0.
  @inline(__always)
  var bitLength: Int {
    Int.bitWidth - leadingZeroBitCount
  }
}

/// Sorts unsigned integers by their lowest bits, digit by digit from the lowest on.
///
/// By pointers, because the compiler can't know that digits and positions are in bounds.
enum RadixSort {
  /// The widest digit: its 2,048 counters stay in the nearest cache.
  private static let widestDigit = 11

  /// Sorts `values` ascending by their lowest `bits` bits. O(count · ⌈bits / 11⌉).
  ///
  /// `scratch` is as long. Returns whether the result is there and not in `values`; the other one is lost.
  static func sort<Value: FixedWidthInteger & UnsignedInteger>(
    _ values: UnsafeMutableBufferPointer<Value>, scratch: UnsafeMutableBufferPointer<Value>, bits: Int
  ) -> Bool {
    precondition(scratch.count == values.count, "\(scratch.count) places to sort \(values.count)")
    guard values.count > 1, bits > 0 else { return false }
    let passes = (bits + widestDigit - 1) / widestDigit
    let digitBits = (bits + passes - 1) / passes
    return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: passes << digitBits) { positions in
      countDigits(values, digitBits: digitBits, counts: positions)
      var (source, target) = (values, scratch)
      for pass in 0..<passes {
        let ofPass = UnsafeMutableBufferPointer(
          rebasing: positions[(pass << digitBits)..<((pass + 1) << digitBits)])
        guard makePositions(ofPass, count: values.count) else { continue }
        distribute(source, into: target, positions: ofPass, shift: pass * digitBits)
        swap(&source, &target)
      }
      return source.baseAddress != values.baseAddress
    }
  }

  /// Moves of ascending values the distinct ones to the front and returns how many they are.
  static func removeEqualNeighbours<Value: FixedWidthInteger>(
    _ values: UnsafeMutableBufferPointer<Value>
  ) -> Int {
    guard var last = values.first else { return 0 }
    var kept = 1
    for index in 1..<values.count {
      let value = values[index]
      guard value != last else { continue }
      values[kept] = value
      kept &+= 1
      last = value
    }
    return kept
  }

  /// Counts, for all digits in one go, how often each value of a digit occurs.
  private static func countDigits<Value: FixedWidthInteger & UnsignedInteger>(
    _ values: UnsafeMutableBufferPointer<Value>, digitBits: Int, counts: UnsafeMutableBufferPointer<UInt32>
  ) {
    counts.initialize(repeating: 0)
    let mask = 1 << digitBits - 1
    for value in values {
      var rest = value
      var first = 0
      while first < counts.count {
        counts[first + Int(truncatingIfNeeded: rest) & mask] &+= 1
        rest = rest &>> Value(truncatingIfNeeded: digitBits)
        first &+= mask &+ 1
      }
    }
  }

  /// Makes of how often each digit occurs where its first value goes; false if all `count` values have the same digit.
  private static func makePositions(_ counts: UnsafeMutableBufferPointer<UInt32>, count: Int) -> Bool {
    var total: UInt32 = 0
    var greatest: UInt32 = 0
    for digit in counts.indices {
      let count = counts[digit]
      counts[digit] = total
      greatest = max(greatest, count)
      total &+= count
    }
    return Int(greatest) < count
  }

  /// Copies `source` in order of one digit, keeping the order of equal ones.
  private static func distribute<Value: FixedWidthInteger & UnsignedInteger>(
    _ source: UnsafeMutableBufferPointer<Value>, into target: UnsafeMutableBufferPointer<Value>,
    positions: UnsafeMutableBufferPointer<UInt32>, shift: Int
  ) {
    let mask = positions.count - 1
    let shift = Value(truncatingIfNeeded: shift)
    for value in source {
      let digit = Int(truncatingIfNeeded: value &>> shift) & mask
      target[Int(positions[digit])] = value
      positions[digit] &+= 1
    }
  }
}

/// The values of one column while it is encoded: where they stand in the text, and what they have in common.
///
/// One is used for all columns in turn; its memory grows to the largest.
struct ColumnValues {
  let text: UnsafePointer<UInt8>
  var starts: UnsafeMutablePointer<UInt32>
  var lengths: UnsafeMutablePointer<UInt32>
  let count: Int

  @inline(__always)
  func start(_ index: Int) -> UnsafePointer<UInt8> { text + Int(starts[index]) }

  @inline(__always)
  func length(_ index: Int) -> Int { Int(lengths[index]) }

  @inline(__always)
  func isEqual(_ left: Int, _ right: Int) -> Bool {
    let length = lengths[left]
    guard length == lengths[right] else { return false }
    let (first, second) = (start(left), start(right))
    var index = 0
    while index < length {
      if first[index] != second[index] { return false }
      index += 1
    }
    return true
  }

  /// Whether all values are the same.
  var isConstant: Bool {
    var index = 1
    while index < count {
      if !isEqual(0, index) { return false }
      index += 1
    }
    return true
  }

  /// The length of all values if they have the same; else nil.
  var commonLength: Int? {
    let length = lengths[0]
    for index in 0..<count where lengths[index] != length { return nil }
    return Int(length)
  }

  var shortestLength: Int {
    var shortest = UInt32.max
    for index in 0..<count { shortest = min(shortest, lengths[index]) }
    return Int(shortest)
  }

  /// How many bytes all values begin with alike, at most `limit`.
  func commonPrefix(limit: Int) -> Int {
    var common = limit
    let first = start(0)
    for value in 1..<count where common > 0 {
      let bytes = start(value)
      var index = 0
      while index < common, bytes[index] == first[index] { index += 1 }
      common = index
    }
    return common
  }

  /// How many bytes all values end with alike, at most `limit`.
  func commonSuffix(limit: Int) -> Int {
    var common = limit
    let first = start(0) + length(0)
    for value in 1..<count where common > 0 {
      let bytes = start(value) + length(value)
      var index = 0
      while index < common, bytes[-1 - index] == first[-1 - index] { index += 1 }
      common = index
    }
    return common
  }

  /// Takes so many bytes off each value.
  func strip(prefix: Int, suffix: Int) {
    for index in 0..<count {
      starts[index] += UInt32(prefix)
      lengths[index] -= UInt32(prefix + suffix)
    }
  }

  func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: start(index), count: length(index))
  }
}

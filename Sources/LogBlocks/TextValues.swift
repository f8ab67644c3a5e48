internal import LogWire

/// The values of one column in the section of texts.
struct TextValues {
  let bytes: [UInt8]
  /// Where each value ends; it begins where the one before ends, the first at `start`.
  let start: Int
  let ends: [Int]

  /// Reads the values at `offset` and moves it.
  init(_ section: PaddedBytes, count: Int, at offset: inout Int) throws(BlockDamage) {
    let bytes = section.bytes
    // A length takes a byte at least.
    guard count <= section.count - offset else { throw BlockDamage("the lengths of the texts end early") }
    var lengths: [Int] = []
    lengths.reserveCapacity(count)
    var total = 0
    for _ in 0..<count {
      guard let length = Varint.read(bytes.span.bytes, at: &offset), offset <= section.count,
        length <= UInt64(section.count)
      else { throw BlockDamage("the lengths of the texts end early") }
      total += Int(length)
      lengths.append(total)
    }
    guard total <= section.count - offset else { throw BlockDamage("the texts end early") }
    start = offset
    for index in lengths.indices { lengths[index] += offset }
    offset += total
    ends = lengths
    self.bytes = bytes
  }

  @inline(__always)
  func range(_ index: Int) -> Range<Int> { (index == 0 ? start : ends[index - 1])..<ends[index] }
}

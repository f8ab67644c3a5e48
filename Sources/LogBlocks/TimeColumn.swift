/// The times of a block's lines: the differences from line to line, packed in groups.
///
///     byte  the unit: 0 ns, 1 µs, 2 ms, 3 s; all differences are whole numbers of it
///     then for each group of 128 lines (the last may have fewer):
///       zigzag varint  the smallest difference
///       byte           bits of each
///       packed bits    the differences less the smallest
///
/// The first difference is from a time that is known from elsewhere. All sums wrap around.
enum TimeColumn {
  private static let group = 128
  private static let units: [Int64] = [1, 1000, 1_000_000, 1_000_000_000]

  static func append(_ times: some Sequence<Int64>, from base: Int64, to bytes: inout [UInt8]) {
    var steps: [Int64] = []
    var previous = base
    for time in times {
      steps.append(time &- previous)
      previous = time
    }
    var unit = units.count - 1
    while unit > 0, !steps.allSatisfy({ $0 % units[unit] == 0 }) { unit -= 1 }
    bytes.append(UInt8(unit))
    if unit > 0 { for index in steps.indices { steps[index] /= units[unit] } }
    for start in stride(from: 0, to: steps.count, by: group) {
      appendGroup(steps[start..<min(start + group, steps.count)], to: &bytes)
    }
  }

  private static func appendGroup(_ steps: ArraySlice<Int64>, to bytes: inout [UInt8]) {
    var (least, greatest) = (Int64.max, Int64.min)
    for step in steps {
      least = min(least, step)
      greatest = max(greatest, step)
    }
    let width = BitPacking.width(of: UInt64(bitPattern: greatest &- least))
    Varint.append(signed: least, to: &bytes)
    bytes.append(UInt8(width))
    steps.withUnsafeBufferPointer { steps in
      BitPacking.append(steps.count, width: width, to: &bytes) { UInt64(bitPattern: steps[$0] &- least) }
    }
  }

  /// Reads `count` times.
  static func read(
    _ section: PaddedBytes, count: Int, from base: Int64, into times: inout [Int64]
  ) throws(BlockDamage) {
    let bytes = section.bytes
    guard section.count > 0 || count == 0, Int(bytes[0]) < units.count else {
      throw BlockDamage("the unit of the times is unknown")
    }
    let unit = units[Int(bytes[0])]
    var offset = 1
    var time = base
    times.removeAll(keepingCapacity: true)
    times.reserveCapacity(count)
    while times.count < count {
      let lines = min(group, count - times.count)
      guard let least = Varint.readSigned(bytes.span.bytes, at: &offset), offset < bytes.count else {
        throw BlockDamage("the times end early")
      }
      let width = Int(bytes[offset])
      offset += 1
      let steps = try PackedNumbers(section, at: offset, count: lines, width: width)
      steps.forEach { step in
        time &+= (Int64(bitPattern: step) &+ least) &* unit
        times.append(time)
      }
      offset += steps.byteCount
    }
  }
}

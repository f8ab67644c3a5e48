internal import LineContent

extension LineMatcher {
  private typealias Block = SIMD16<UInt8>

  /// Where `needle` first matches at `start` or later.
  ///
  /// Sixteen places at a time are tried by two bytes of the needle, those that are rare in logs; only where both stand is the
  /// rest compared. The idea is Wojciech Muła's "SIMD-friendly algorithms for substring searching" (generic SIMD), with the
  /// ends replaced by the rarest bytes. Complexity: O(line × needle) at worst, in practice O(line / 16).
  func firstMatch(of needle: Needle, in line: RawSpan, from start: Int) -> Int? {
    let places = line.byteCount - needle.count + 1
    guard start < places else { return nil }
    let width = Block.scalarCount
    guard places - start >= width else {
      return firstMatchOneByOne(of: needle, in: line, places: start..<places)
    }
    var position = start
    while true {
      if let found = firstMatchInBlock(of: needle, in: line, at: position) { return found }
      if position == places - width { return nil }
      // The last block overlaps the one before it rather than reading past the end.
      position = min(position + width, places - width)
    }
  }

  @inline(__always)
  private func firstMatchInBlock(of needle: Needle, in line: RawSpan, at position: Int) -> Int? {
    // Unchecked: the last place of the block is one where the whole needle fits, so both loads stay inside the line.
    let first = unsafe line.unsafeLoadUnaligned(
      fromUncheckedByteOffset: position + needle.rarest.offset, as: Block.self)
    let second = unsafe line.unsafeLoadUnaligned(
      fromUncheckedByteOffset: position + needle.secondRarest.offset, as: Block.self)
    let firstStands = (first | Block(repeating: needle.rarest.fold)) .== Block(repeating: needle.rarest.value)
    let secondStands =
      (second | Block(repeating: needle.secondRarest.fold)) .== Block(repeating: needle.secondRarest.value)
    // A mask is sixteen bytes of 0 or −1: seen as two words it costs one test, and the place is a count of zero bits.
    let both = unsafe unsafeBitCast(firstStands .& secondStands, to: SIMD2<UInt64>.self)
    if both.x | both.y == 0 { return nil }
    return firstVerified(of: needle, in: line, candidates: both.x, at: position)
      ?? firstVerified(of: needle, in: line, candidates: both.y, at: position + 8)
  }

  /// Verifies the eight places from `position` whose byte in `candidates` is not zero.
  @inline(never)
  private func firstVerified(
    of needle: Needle, in line: RawSpan, candidates: UInt64, at position: Int
  ) -> Int? {
    var rest = UInt64(littleEndian: candidates)
    while rest != 0 {
      let place = rest.trailingZeroBitCount / 8
      if isMatch(of: needle, in: line, at: position + place) { return position + place }
      rest &= ~(0xFF << UInt64(place * 8))
    }
    return nil
  }

  private func firstMatchOneByOne(of needle: Needle, in line: RawSpan, places: Range<Int>) -> Int? {
    let offset = needle.rarest.offset
    for place in places
    where line.loadByte(at: place + offset) | needle.rarest.fold == needle.rarest.value
      && isMatch(of: needle, in: line, at: place)
    {
      return place
    }
    return nil
  }

  /// True if the needle stands at `position`, where it fits, and its edges keep the token rule.
  private func isMatch(of needle: Needle, in line: RawSpan, at position: Int) -> Bool {
    guard hasBytes(of: needle, in: line, at: position) else { return false }
    let end = position + needle.count
    if needle.opensToken, position > 0, TokenBytes.isToken(line.loadByte(at: position - 1)) { return false }
    if needle.closesToken, end < line.byteCount, TokenBytes.isToken(line.loadByte(at: end)) { return false }
    return true
  }

  @inline(__always)
  private func hasBytes(of needle: Needle, in line: RawSpan, at position: Int) -> Bool {
    for index in 0..<needle.count {
      let byte = line.loadByte(at: position + index)
      if (needle.isCaseSensitive ? byte : TokenBytes.lowercased(byte)) != pool[needle.start + index] {
        return false
      }
    }
    return true
  }
}

extension RawSpan {
  /// The byte at `offset`; traps outside the span.
  @inline(__always)
  fileprivate func loadByte(at offset: Int) -> UInt8 {
    // Any bit pattern is a byte, so the load is unsafe by name only; it is bounds-checked.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}

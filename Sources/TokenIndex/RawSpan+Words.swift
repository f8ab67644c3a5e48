extension RawSpan {
  /// Eight bytes from `offset`, the first in the lowest place, zeros where the span has ended.
  ///
  /// By a pointer, for the bounds to be checked once only: this is where the time of a lookup goes.
  ///
  /// - Precondition: `offset` is not negative; this is not checked.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    guard offset &+ 8 <= byteCount else { return lastWord(at: offset) }
    return withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return 0 }
      return UInt64(littleEndian: start.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
  }

  /// Four bytes from `offset`, the first in the lowest place; traps outside the span.
  @inline(__always)
  func half(at offset: Int) -> UInt32 {
    UInt32(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Two bytes from `offset`, the first in the lowest place; traps outside the span.
  @inline(__always)
  func quarter(at offset: Int) -> UInt16 {
    UInt16(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  @inline(never)
  private func lastWord(at offset: Int) -> UInt64 {
    guard offset < byteCount else { return 0 }
    var word: UInt64 = 0
    for index in (offset..<byteCount).reversed() {
      word = word << 8 | UInt64(unsafeLoad(fromByteOffset: index, as: UInt8.self))
    }
    return word
  }
}

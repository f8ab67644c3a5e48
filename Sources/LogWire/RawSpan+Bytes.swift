// memchr: the C library has it in vector instructions.
internal import Glibc

extension RawSpan {
  /// The byte at `offset`; traps outside the span.
  @inlinable
  @inline(__always)
  package func byte(at offset: Int) -> UInt8 {
    unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// Eight bytes from `offset`, the first in the lowest place; traps outside the span.
  ///
  /// Any bit pattern is an integer, so the load is unsafe by name only; it is bounds-checked.
  @inlinable
  @inline(__always)
  package func littleEndianWord(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Four bytes from `offset`, the first in the highest place; traps outside the span.
  @inlinable
  @inline(__always)
  package func bigEndianLength(at offset: Int) -> UInt32 {
    UInt32(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }
}

extension RawSpan {
  /// Where `byte` first stands, or nil.
  @inline(__always)
  package func firstOffset(of byte: UInt8) -> Int? {
    withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress, let found = memchr(start, Int32(byte), bytes.count) else {
        return nil
      }
      return UnsafeRawPointer(found) - start
    }
  }
}

extension [UInt8] {
  /// Adds the bytes of `span`. Unlike `append(contentsOf:)` it is inlined down to the copying, which is felt with
  /// runs as short as lines.
  @inlinable
  @inline(__always)
  package mutating func append(_ span: RawSpan) {
    append(addingCapacity: span.byteCount) { output in
      output.withUnsafeMutableBufferPointer { free, initializedCount in
        span.withUnsafeBytes { UnsafeMutableRawBufferPointer(free).copyMemory(from: $0) }
        initializedCount = span.byteCount
      }
    }
  }
}

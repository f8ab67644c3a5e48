internal import Glibc
internal import LogWire

extension RawSpan {
  /// The bytes as text; what is not UTF-8 becomes U+FFFD.
  var text: String { withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }

  /// Whether the bytes are those of `text`.
  @inline(__always)
  func equals(_ text: StaticString) -> Bool {
    guard byteCount == text.utf8CodeUnitCount else { return false }
    return withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return true }
      return memcmp(start, text.utf8Start, bytes.count) == 0
    }
  }

  /// Where `byte` first stands from `start` on, or nil.
  @inline(__always)
  func firstOffset(of byte: UInt8, from start: Int) -> Int? {
    extracting(start...).firstOffset(of: byte).map { $0 + start }
  }
}

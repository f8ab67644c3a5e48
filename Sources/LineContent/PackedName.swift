internal import LogWire

/// A short ASCII name in small letters, packed into one integer, so that names are compared without memory.
struct PackedName: Equatable, Sendable {
  /// Longer names are none.
  static let maximumLength = 16

  private let bytes: UInt128

  init(_ name: StaticString) {
    precondition(name.utf8CodeUnitCount <= Self.maximumLength, "\(name) is too long for a packed name")
    bytes = name.withUTF8Buffer { Self.packed($0) }
  }

  /// The bytes with capitals made small; nil for no bytes at all or for too many.
  init?(folding name: RawSpan) {
    guard 1...Self.maximumLength ~= name.byteCount else { return nil }
    var bytes: UInt128 = 0
    for offset in 0..<name.byteCount {
      bytes = bytes << 8 | UInt128(TokenBytes.lowercased(name.byte(at: offset)))
    }
    self.bytes = bytes
  }

  private static func packed(_ name: UnsafeBufferPointer<UInt8>) -> UInt128 {
    name.reduce(0) { $0 << 8 | UInt128($1) }
  }
}

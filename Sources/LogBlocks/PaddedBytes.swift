/// Bytes that were read, with zeros behind them, so that a whole word may be read from anywhere among them.
struct PaddedBytes {
  static let padding = 16

  /// The bytes and the padding.
  private(set) var bytes: [UInt8]

  init() {
    bytes = Array(repeating: 0, count: Self.padding)
  }

  /// - Parameter padded: bytes of which the last ``padding`` are zeros.
  init(padded: [UInt8]) {
    bytes = padded
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes + Array(repeating: 0, count: Self.padding)
  }

  /// How many bytes there are, the padding not among them.
  var count: Int { bytes.count - Self.padding }

  /// Appends before the padding.
  mutating func append(_ more: RawSpan) {
    bytes.removeLast(Self.padding)
    more.withUnsafeBytes { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: repeatElement(0, count: Self.padding))
  }
}

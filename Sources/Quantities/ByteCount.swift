/// A number of bytes, as a person writes it: `512KiB`, `256MiB`, `10GB`.
///
/// `KiB`, `MiB`, `GiB` and `TiB` are powers of 1,024; `kB`, `MB`, `GB` and `TB` powers of 1,000; `B` is a byte.
/// (IEC 80000-13 and the SI; `K`, `M` and `G` alone are refused, since people mean both by them.)
package struct ByteCount: Sendable, Hashable, Comparable {
  /// The number of bytes; never negative.
  package let bytes: Int64

  /// - Parameter bytes: Must not be negative.
  package init(bytes: Int64) {
    precondition(bytes >= 0, "a byte count can't be negative: \(bytes)")
    self.bytes = bytes
  }

  /// Reads one number and its unit. `0` needs no unit.
  ///
  /// - Throws: ``QuantityError`` for anything else: no unit, an unknown unit, a fraction, a sign, more than 2^63 − 1 bytes.
  package init(parsing text: String) throws(QuantityError) {
    let scanner = QuantityScanner(text: text, expected: Self.expectation)
    let parts = try scanner.parts()
    let part = parts[0]
    guard parts.count == 1 else { throw scanner.failure(.unitUnknown(part.unit)) }
    if part.number == 0, part.unit.isEmpty {
      self.bytes = 0
      return
    }
    guard !part.unit.isEmpty else { throw scanner.failure(.unitMissing) }
    guard let unit = Self.units.first(where: { $0.name == part.unit }) else {
      throw scanner.failure(.unitUnknown(part.unit))
    }
    let (bytes, overflow) = part.number.multipliedReportingOverflow(by: unit.bytes)
    guard !overflow else { throw scanner.failure(.tooLarge) }
    self.bytes = bytes
  }

  /// A mebibyte is 1,048,576 bytes.
  package static func mebibytes(_ count: Int64) -> ByteCount { ByteCount(bytes: count << 20) }
  /// A gibibyte is 1,073,741,824 bytes.
  package static func gibibytes(_ count: Int64) -> ByteCount { ByteCount(bytes: count << 30) }

  package static func < (left: ByteCount, right: ByteCount) -> Bool { left.bytes < right.bytes }

  /// What a message says was expected.
  package static let expectation = "a size such as 512KiB, 256MiB or 10GB"

  private static let units: [(name: String, bytes: Int64)] = [
    ("TiB", 1 << 40), ("TB", 1_000_000_000_000), ("GiB", 1 << 30), ("GB", 1_000_000_000),
    ("MiB", 1 << 20), ("MB", 1_000_000), ("KiB", 1 << 10), ("kB", 1000), ("B", 1),
  ]
}

extension ByteCount: CustomStringConvertible {
  /// The shortest exact spelling, such that parsing it gives the same count: `256MiB`, `1001B`.
  package var description: String {
    guard bytes != 0 else { return "0B" }
    let exact = Self.units.first { bytes.isMultiple(of: $0.bytes) }
    return exact.map { "\(bytes / $0.bytes)\($0.name)" } ?? "\(bytes)B"
  }
}

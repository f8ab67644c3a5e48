/// A moment, in nanoseconds since 1970-01-01T00:00:00Z, not counting leap seconds.
///
/// Covers 1677 to 2262. Docker stamps each line with this resolution.
package struct Timestamp: Sendable, Hashable, Comparable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  package static let distantPast = Timestamp(nanoseconds: .min)
  package static let distantFuture = Timestamp(nanoseconds: .max)

  package static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with nine digits, always 30 characters: `2026-11-23T14:02:03.000000000Z`.
  package var description: String {
    String(unsafeUninitializedCapacity: 30) { buffer in
      writeRFC3339(into: buffer)
      return 30
    }
  }

  /// Writes the 30 characters of ``description`` to the start of `buffer`.
  package func writeRFC3339(into buffer: UnsafeMutableBufferPointer<UInt8>) {
    precondition(buffer.count >= 30, "an RFC 3339 timestamp needs 30 bytes, got \(buffer.count)")
    let (seconds, fraction) = nanoseconds.flooredQuotientAndRemainder(dividingBy: 1_000_000_000)
    let (days, secondOfDay) = seconds.flooredQuotientAndRemainder(dividingBy: 86_400)
    let (year, month, day) = CivilDate.from(daysSinceEpoch: days)

    func digits(_ value: Int64, at offset: Int, count: Int) {
      var rest = value
      for index in stride(from: offset + count - 1, through: offset, by: -1) {
        buffer[index] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
        rest /= 10
      }
    }
    digits(year, at: 0, count: 4)
    buffer[4] = UInt8(ascii: "-")
    digits(month, at: 5, count: 2)
    buffer[7] = UInt8(ascii: "-")
    digits(day, at: 8, count: 2)
    buffer[10] = UInt8(ascii: "T")
    digits(secondOfDay / 3600, at: 11, count: 2)
    buffer[13] = UInt8(ascii: ":")
    digits(secondOfDay / 60 % 60, at: 14, count: 2)
    buffer[16] = UInt8(ascii: ":")
    digits(secondOfDay % 60, at: 17, count: 2)
    buffer[19] = UInt8(ascii: ".")
    digits(fraction, at: 20, count: 9)
    buffer[29] = UInt8(ascii: "Z")
  }
}

extension Int64 {
  /// Division that rounds toward negative infinity, so that the remainder is never negative.
  func flooredQuotientAndRemainder(dividingBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

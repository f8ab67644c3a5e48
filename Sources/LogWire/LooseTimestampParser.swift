/// Reads the time that a line of a text file begins with: RFC 3339, and what programs make of it.
///
/// `2026-11-23T14:02:03.5Z`, `2026-11-23 14:02:03,500`, `2026-11-23 14:02:03+0100`: a `T` or a space between date and time;
/// none to nine digits after a dot or a comma, those beyond are cut off; `Z`, an offset, or nothing, which is UTC. No letter,
/// digit or underscore may follow. Lines mostly share the minute with the one before, so it is remembered.
package struct LooseTimestampParser: Sendable {
  private var minutePrefixLow: UInt64 = 0
  private var minutePrefixHigh: UInt64 = 0
  private var minute: Int64 = 0

  package init() {}

  /// The time at the start of `bytes` and how many bytes it took; nil if there is none.
  @inline(__always)
  package mutating func parse(_ bytes: RawSpan) -> TimestampParser.Parsed? {
    guard bytes.byteCount >= 19, bytes.byte(at: 4) == UInt8(ascii: "-"),
      bytes.byte(at: 16) == UInt8(ascii: ":")
    else { return nil }
    return parseLikely(bytes)
  }

  private mutating func parseLikely(_ bytes: RawSpan) -> TimestampParser.Parsed? {
    let low = bytes.littleEndianWord(at: 0)
    let high = bytes.littleEndianWord(at: 8)
    if low != minutePrefixLow || high != minutePrefixHigh {
      var fields = TimestampFields()
      guard let minutes = fields.minutes(bytes, allowsSpace: true) else { return nil }
      (minutePrefixLow, minutePrefixHigh, minute) = (low, high, minutes)
    }
    return parseRest(bytes)
  }

  /// What follows `YYYY-MM-DDTHH:MM`.
  private func parseRest(_ bytes: RawSpan) -> TimestampParser.Parsed? {
    var fields = TimestampFields(offset: 17)
    guard let second = fields.number(bytes, digits: 2), second <= 60 else { return nil }
    var fraction: Int64 = 0
    if fields.skip(bytes, ".") || fields.skip(bytes, ",") {
      guard let read = fields.fraction(bytes) else { return nil }
      fraction = read
      while fields.number(bytes, digits: 1) != nil {}
    }
    var minutes = minute
    if !fields.skip(bytes, "Z"), !fields.skip(bytes, "z") {
      var zone = fields
      if let offset = zone.offsetMinutes(bytes, allowsNoColon: true) {
        minutes -= offset
        fields = zone
      }
    }
    guard minutes >= 0, fields.offset == bytes.byteCount || !Self.isWordByte(bytes.byte(at: fields.offset))
    else {
      return nil
    }
    let (whole, overflow) = (minutes * 60 + second).multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    return .init(time: Timestamp(nanoseconds: whole + fraction), length: fields.offset)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}

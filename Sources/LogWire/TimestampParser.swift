/// Reads the RFC 3339 timestamp that the Engine puts before each line.
///
/// Docker writes `2006-01-02T15:04:05.000000000Z`, always 30 bytes; lines of one container mostly share the
/// minute, so the 16 bytes up to it are compared with those of the line before and only the seconds and
/// nanoseconds are computed. Everything else that RFC 3339 allows (Podman's local offsets, fewer digits) takes
/// the general path. Times before 1970 are refused: they come from a broken clock or from text that merely
/// looks like a time.
package struct TimestampParser: Sendable {
  /// A timestamp and how many bytes it took, the space after it not counted.
  package struct Parsed: Equatable {
    package var time: Timestamp
    package var length: Int
  }

  /// The longest prefix worth looking at: date, `T`, time, dot, 9 digits, offset.
  package static let maximumLength = 35

  // "1970-01-01T00:00", so that what is remembered is true from the start.
  private var minutePrefixLow: UInt64 = 0x2D31_302D_3037_3931
  private var minutePrefixHigh: UInt64 = 0x3030_3A30_3054_3130
  private var minuteStart: Int64 = 0

  package init() {}

  /// Parses the timestamp at the start of `bytes`, which must be followed by a space.
  ///
  /// - Returns: nil if there is none: not an error, the line is then taken verbatim.
  @inline(__always)
  package mutating func parse(_ bytes: RawSpan) -> Parsed? {
    if bytes.byteCount >= 31, let nanoseconds = parseDockerForm(bytes) {
      return Parsed(time: Timestamp(nanoseconds: nanoseconds), length: 30)
    }
    return parseGeneralForm(bytes)
  }

  @inline(__always)
  private mutating func parseDockerForm(_ bytes: RawSpan) -> Int64? {
    let low = bytes.littleEndianWord(at: 0)
    let high = bytes.littleEndianWord(at: 8)
    if low != minutePrefixLow || high != minutePrefixHigh {
      guard rememberMinute(bytes, low: low, high: high) else { return nil }
    }
    // ":SS." and nine digits, "Z", " ".
    let seconds = bytes.littleEndianWord(at: 16)
    guard
      seconds & 0xFF == UInt64(UInt8(ascii: ":")), (seconds >> 24) & 0xFF == UInt64(UInt8(ascii: ".")),
      bytes.byte(at: 29) == UInt8(ascii: "Z"), bytes.byte(at: 30) == UInt8(ascii: " ")
    else { return nil }
    let tens = Int64((seconds >> 8) & 0xFF) - 0x30
    let ones = Int64((seconds >> 16) & 0xFF) - 0x30
    let lastDigit = Int64(bytes.byte(at: 28)) - 0x30
    guard
      tens >= 0, tens <= 5, ones >= 0, ones <= 9, lastDigit >= 0, lastDigit <= 9,
      let eightDigits = Self.decimal8(bytes.littleEndianWord(at: 20))
    else { return nil }
    return minuteStart + (tens * 10 + ones) * 1_000_000_000 + Int64(eightDigits) * 10 + lastDigit
  }

  /// Eight ASCII digits, first digit in the lowest byte, as a number; nil if one is no digit.
  ///
  /// Source: the multiply-and-shift reduction that Daniel Lemire describes in "Quickly parsing eight digits".
  @inline(__always)
  static func decimal8(_ word: UInt64) -> UInt32? {
    guard
      word & 0xF0F0_F0F0_F0F0_F0F0 == 0x3030_3030_3030_3030,
      (word &+ 0x0606_0606_0606_0606) & 0xF0F0_F0F0_F0F0_F0F0 == 0x3030_3030_3030_3030
    else { return nil }
    var value = word & 0x0F0F_0F0F_0F0F_0F0F
    value = (value &* 2561) >> 8  // pairs: 10 a + b
    value = ((value & 0x00FF_00FF_00FF_00FF) &* 6_553_601) >> 16  // fours: 100 ab + cd
    return UInt32(truncatingIfNeeded: ((value & 0x0000_FFFF_0000_FFFF) &* 42_949_672_960_001) >> 32)
  }

  private mutating func rememberMinute(_ bytes: RawSpan, low: UInt64, high: UInt64) -> Bool {
    var reader = TimestampFields()
    guard let minutes = reader.minutes(bytes) else { return false }
    minutePrefixLow = low
    minutePrefixHigh = high
    minuteStart = minutes * 60_000_000_000
    return true
  }

  /// Any RFC 3339 timestamp with seconds, 0 to 9 fraction digits, and `Z` or an offset.
  private func parseGeneralForm(_ bytes: RawSpan) -> Parsed? {
    var reader = TimestampFields()
    guard
      var minutes = reader.minutes(bytes), reader.skip(bytes, ":"),
      let second = reader.number(bytes, digits: 2), second <= 60
    else { return nil }
    var fraction: Int64 = 0
    if reader.skip(bytes, ".") {
      guard let read = reader.fraction(bytes) else { return nil }
      fraction = read
    }
    if !reader.skip(bytes, "Z") && !reader.skip(bytes, "z") {
      guard let offset = reader.offsetMinutes(bytes) else { return nil }
      minutes -= offset
    }
    guard minutes >= 0, bytes.byteCount > reader.offset, bytes.byte(at: reader.offset) == UInt8(ascii: " ")
    else { return nil }
    let (whole, overflow) = (minutes * 60 + second).multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return nil }
    return Parsed(time: Timestamp(nanoseconds: whole + fraction), length: reader.offset)
  }
}

import LogWire
import TestSupport
import Testing

@Suite struct TimestampTests {
  struct Valid: CustomTestStringConvertible, Sendable {
    var text: String
    var nanoseconds: Int64
    var testDescription: String { text }
  }

  static let valid = [
    Valid(text: "2006-01-02T15:04:05.000000000Z", nanoseconds: 1_136_214_245_000_000_000),
    Valid(text: "2026-11-23T14:02:03.123456789Z", nanoseconds: 1_795_442_523_123_456_789),
    Valid(text: "1970-01-01T00:00:00.000000000Z", nanoseconds: 0),
    Valid(text: "2000-02-29T23:59:59.999999999Z", nanoseconds: 951_868_799_999_999_999),
    Valid(text: "2024-02-29T00:00:00.000000001Z", nanoseconds: 1_709_164_800_000_000_001),
    Valid(text: "2100-02-28T12:00:00.000000000Z", nanoseconds: 4_107_499_200_000_000_000),
    Valid(text: "2261-12-31T23:59:59.999999999Z", nanoseconds: 9_214_646_399_999_999_999),
    // Podman: a local offset, nine digits or fewer.
    Valid(text: "2026-11-23T16:02:03.123456789+02:00", nanoseconds: 1_795_442_523_123_456_789),
    Valid(text: "2026-11-23T08:32:03.123456789-05:30", nanoseconds: 1_795_442_523_123_456_789),
    Valid(text: "2026-11-23T14:02:03.5+00:00", nanoseconds: 1_795_442_523_500_000_000),
    Valid(text: "2026-11-24T00:02:03+10:00", nanoseconds: 1_795_442_523_000_000_000),
    Valid(text: "2026-11-23T14:02:03.12345678Z", nanoseconds: 1_795_442_523_123_456_780),
    Valid(text: "2026-11-23T14:02:03.1Z", nanoseconds: 1_795_442_523_100_000_000),
    Valid(text: "2026-11-23T14:02:03Z", nanoseconds: 1_795_442_523_000_000_000),
    Valid(text: "2026-11-23t14:02:03z", nanoseconds: 1_795_442_523_000_000_000),
    Valid(text: "1970-01-01T02:00:00+02:00", nanoseconds: 0),
    Valid(text: "1972-06-30T23:59:60.000000000Z", nanoseconds: 78_796_800_000_000_000),
  ]

  @Test(arguments: valid) func aTimestampBeforeASpaceIsRead(_ valid: Valid) {
    #expect(parse(valid.text + " text")?.time.nanoseconds == valid.nanoseconds)
    #expect(parse(valid.text + " ")?.length == valid.text.utf8.count)
  }

  @Test(arguments: [
    "", " ", "text", "2026-11-23", "2026-11-23T14:02:03.123456789Z", "2026-11-23T14:02:03.123456789Zx",
    "2026-11-23T14:02:03.123456789 ", "2026-11-23T14:02:03.Z ", "2026-11-23T14:02:03.1234567890Z ",
    "2026-11-23T14:02Z ", "2026-11-23 14:02:03Z ", "2026-13-01T00:00:00Z ", "2026-00-01T00:00:00Z ",
    "2026-04-31T00:00:00.000000000Z ", "2026-02-29T00:00:00.000000000Z ", "2100-02-29T00:00:00.000000000Z ",
    "2026-01-00T00:00:00Z ", "2026-01-01T24:00:00.000000000Z ", "2026-01-01T00:60:00.000000000Z ",
    "2026-01-01T00:00:61.000000000Z ", "2026-01-01T00:00:00+24:00 ", "2026-01-01T00:00:00+02:60 ",
    "2026-01-01T00:00:00+0200 ", "2026-01-01T00:00:00+02:0 ", "1969-12-31T23:59:59.999999999Z ",
    "1970-01-01T01:59:59.000000000+02:00 ", "2262-01-01T00:00:00.000000000Z ",
    "0001-01-01T00:00:00.000000000Z ", "-026-01-01T00:00:00.000000000Z ",
    "2026-01-01T00:00:00.00000000\u{B2} ",
  ])
  func whatIsNoTimestampIsRefused(_ text: String) {
    #expect(parse(text) == nil)
  }

  /// Sixteen NULs are what an empty memory of the minute would look like.
  @Test func noBytesPassForTheMinuteThatWasNeverSeen() {
    for filler in [UInt8.min, UInt8.max] {
      let bytes = [UInt8](repeating: filler, count: 16) + Array(":05.000000000Z text".utf8)
      var parser = TimestampParser()
      #expect(parser.parse(bytes.span.bytes) == nil)
    }
  }

  @Test func aRefusedMinuteIsNotRemembered() {
    var parser = TimestampParser()
    let refused = Array("2026-02-30T00:00:00.000000000Z x".utf8)
    let next = Array("2026-02-28T00:00:01.000000000Z x".utf8)
    #expect(parser.parse(refused.span.bytes) == nil)
    #expect(parser.parse(refused.span.bytes) == nil)
    #expect(parser.parse(next.span.bytes)?.time.nanoseconds == 1_772_236_801_000_000_000)
    #expect(parser.parse(refused.span.bytes) == nil)
  }

  /// A parser that remembers the minute must agree with one that knows nothing, whatever byte is wrong.
  @Test func everySingleByteCorruptionIsJudgedAsWithoutTheFastPath() {
    let good = Array("2026-11-23T14:02:03.123456789Z text".utf8)
    for position in 0..<31 {
      for value in UInt8.min...UInt8.max {
        var corrupt = good
        corrupt[position] = value
        var warm = TimestampParser()
        _ = warm.parse(good.span.bytes)
        let text = String(decoding: corrupt, as: UTF8.self)
        let parsed = warm.parse(corrupt.span.bytes)
        #expect(parsed?.time == Reference.parse(corrupt), "byte \(position) = \(value): \(text)")
        #expect(parsed == nil || parsed?.length == 30)
      }
    }
  }

  @Test func writingAndReadingIsTheIdentity() {
    var random = SplitMix64(seed: 7)
    var parser = TimestampParser()
    let edges: [Int64] = [0, 1, 59_999_999_999, 60_000_000_000, 951_782_400_000_000_000]
    let times =
      edges + (0..<20_000).map { _ in Int64.random(in: 0..<9_214_646_400_000_000_000, using: &random) }
    for nanoseconds in times {
      let text = Array("\(Timestamp(nanoseconds: nanoseconds)) ".utf8)
      #expect(text.count == 31)
      #expect(parser.parse(text.span.bytes)?.time.nanoseconds == nanoseconds)
    }
  }

  @Test func everyDayOfThreeCenturiesIsTheOneAfterTheDayBefore() {
    var parser = TimestampParser()
    var expected: Int64 = 0
    for year in 1970...2261 {
      let isLeap = year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
      for (month, days) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
        for day in 1...days {
          let time = Timestamp(nanoseconds: expected * 86_400_000_000_000)
          let text = "\(year)-\(Self.two(month + 1))-\(Self.two(day))T00:00:00.000000000Z "
          #expect(time.description + " " == text)
          let bytes = Array(text.utf8)
          #expect(parser.parse(bytes.span.bytes)?.time == time)
          expected += 1
        }
      }
    }
  }

  @Test func timesBefore1970ArePrinted() {
    #expect(Timestamp(nanoseconds: -1).description == "1969-12-31T23:59:59.999999999Z")
    #expect(Timestamp.distantPast.description == "1677-09-21T00:12:43.145224192Z")
    #expect(Timestamp.distantFuture.description == "2262-04-11T23:47:16.854775807Z")
  }

  private func parse(_ text: String) -> TimestampParser.Parsed? {
    let bytes = Array(text.utf8)
    var parser = TimestampParser()
    return parser.parse(bytes.span.bytes)
  }

  private static func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

/// The Docker form and its rules, written as plainly as possible.
private enum Reference {
  static func parse(_ bytes: [UInt8]) -> Timestamp? {
    let pattern = Array("dddd-dd-ddTdd:dd:dd.dddddddddZ ".utf8)
    for (index, expected) in pattern.enumerated() {
      let byte = bytes[index]
      switch expected {
      case UInt8(ascii: "d"): guard (0x30...0x39).contains(byte) else { return nil }
      case UInt8(ascii: "T"): guard byte == 0x54 || byte == 0x74 else { return nil }
      case UInt8(ascii: "Z"): guard byte == 0x5A || byte == 0x7A else { return nil }
      default: guard byte == expected else { return nil }
      }
    }
    func field(_ range: Range<Int>) -> Int64 { range.reduce(0) { $0 * 10 + Int64(bytes[$1] - 0x30) } }
    let (year, month, day) = (field(0..<4), field(5..<7), field(8..<10))
    let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1970...2261).contains(year), (1...12).contains(month) else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length = lengths[Int(month) - 1] + (isLeap && month == 2 ? 1 : 0)
    guard (1...length).contains(day), field(11..<13) < 24, field(14..<16) < 60, field(17..<19) <= 60
    else { return nil }
    var days: Int64 = 0
    for past in 1970..<year { days += past % 4 == 0 && (past % 100 != 0 || past % 400 == 0) ? 366 : 365 }
    for past in 0..<Int(month - 1) { days += lengths[past] + (isLeap && past == 1 ? 1 : 0) }
    let seconds = (days + day - 1) * 86_400 + field(11..<13) * 3600 + field(14..<16) * 60 + field(17..<19)
    return Timestamp(nanoseconds: seconds * 1_000_000_000 + field(20..<29))
  }
}

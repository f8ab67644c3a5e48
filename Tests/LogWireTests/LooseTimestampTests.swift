import LogWire
import TestSupport
import Testing

struct LooseTimestampTests {
  struct Sample: CustomTestStringConvertible {
    var text: String
    /// Seconds after noon, and what stands behind the time; nil: there is none.
    var expected: (seconds: Double, rest: String)?
    var testDescription: String { text }

    init(_ text: String, _ seconds: Double, rest: String = "") {
      self.text = text
      expected = (seconds, rest)
    }

    init(none text: String) { self.text = text }
  }

  private static let noon: Int64 = 1_795_435_200_000_000_000

  @Test(arguments: [
    Sample("2026-11-23T12:00:00Z", 0), Sample("2026-11-23 12:00:01 INFO", 1, rest: " INFO"),
    Sample("2026-11-23 12:00:01,250 x", 1.25, rest: " x"), Sample("2026-11-23t12:00:02.5z|", 2.5, rest: "|"),
    Sample("2026-11-23T14:00:00+02:00 x", 0, rest: " x"), Sample("2026-11-23T07:00:00-0500]", 0, rest: "]"),
    Sample("2026-11-23 12:00:03: x", 3, rest: ": x"), Sample("2026-11-23 12:00:03 -0500", 3, rest: " -0500"),
    Sample("2026-11-23 12:00:00.1234567890123Z", 0.123456789),
    Sample(none: ""), Sample(none: "2026-11-23"), Sample(none: "2026-11-23 12:00"),
    Sample(none: "2026-11-23_12:00:00"), Sample(none: "2026-11-31 12:00:00"),
    Sample(none: "1969-11-23 12:00:00"),
    Sample(none: "2026-11-23 25:00:00"), Sample(none: "2026-11-23 12:00:00s"),
    Sample(none: "2026-11-23 12:00:00."),
    Sample(none: " 2026-11-23 12:00:00"), Sample(none: "2026-11-23 12:00:61"),
    Sample(none: "x026-11-23 12:00:00"),
  ])
  func timesThatProgramsWriteAreRead(_ sample: Sample) {
    var fresh = LooseTimestampParser()
    var warm = LooseTimestampParser()
    _ = warm.parse(Array("2026-11-23 12:00:59".utf8).span.bytes)
    let bytes = Array(sample.text.utf8)
    let parsed = fresh.parse(bytes.span.bytes)
    #expect(parsed == warm.parse(bytes.span.bytes))
    guard let expected = sample.expected else {
      #expect(parsed == nil)
      return
    }
    #expect(parsed?.time.nanoseconds == Self.noon + Int64((expected.seconds * 1_000_000_000).rounded()))
    #expect(parsed.map { String(decoding: bytes[$0.length...], as: UTF8.self) } == expected.rest)
  }

  @Test func whatTheStrictOneReadsTheLooseOneReadsAlike() {
    var random = SplitMix64(seed: 1)
    var strict = TimestampParser()
    var loose = LooseTimestampParser()
    for _ in 0..<2000 {
      var bytes = Array(Timestamp(nanoseconds: Int64(random.next() >> 2)).description.utf8) + [0x20]
      if random.chance(1, in: 2) { bytes[random.number(0...29)] = UInt8(random.number(0x20...0x7A)) }
      guard let expected = strict.parse(bytes.span.bytes) else { continue }
      #expect(loose.parse(bytes.span.bytes) == expected)
    }
  }
}

import DockerEngine
import Testing

@Suite("Times of the engine")
struct EngineTimeTests {
  @Test(
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-23T14:19:23.355787718Z", 1_795_443_563_355_787_718),
      ("2026-11-23T16:19:23.355787718+02:00", 1_795_443_563_355_787_718),
      ("2026-11-23T14:19:23.3Z", 1_795_443_563_300_000_000),
      ("2024-02-29T00:00:00Z", 1_709_164_800_000_000_000),
      ("0001-01-01T00:00:00Z", nil), ("", nil), ("2026-11-23", nil), ("2026-11-23T14:19:23", nil),
      ("2026-13-23T14:19:23Z", nil), ("2026-11-23T14:19:23Zx", nil), ("9999-12-31T00:00:00Z", nil),
    ] as [(String, Int64?)])
  func timesOfInspectAreRead(_ text: String, _ expected: Int64?) {
    #expect(EngineTime.parse(text) == expected)
  }

  @Test(
    arguments: [
      ("Mon, 23 Nov 2026 14:19:26 GMT", 1_795_443_566_000_000_000), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
      ("Monday, 23-Nov-26 14:19:26 GMT", nil), ("Mon, 23 Foo 2026 14:19:26 GMT", nil), ("", nil),
    ] as [(String, Int64?)])
  func dateHeadersAreRead(_ text: String, _ expected: Int64?) {
    #expect(EngineTime.parse(httpDate: text) == expected)
  }

  @Test func sinceHasNineDigits() {
    #expect(EngineTime.formatSince(1_795_443_563_000_000_009) == "1795443563.000000009")
    #expect(EngineTime.formatSince(0) == "0.000000000")
    #expect(EngineTime.formatSince(-5) == "0.000000000")
  }

  @Test func rfc3339IsReadBackAsItWasWritten() {
    for time: Int64 in [0, 1, 951_782_400_000_000_000, 1_709_164_800_000_000_001, 1_795_443_563_355_787_718] {
      #expect(EngineTime.parse(EngineTime.formatRFC3339(time)) == time)
    }
    #expect(EngineTime.formatRFC3339(951_782_400_000_000_000) == "2000-02-29T00:00:00.000000000Z")
  }
}

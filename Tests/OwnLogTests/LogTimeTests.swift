import OwnLog
import Testing

@Suite struct LogTimeTests {
  struct Sample: CustomTestStringConvertible {
    let seconds: Int64
    let text: String
    var testDescription: String { text }
  }

  /// Each checked with `date -u -d @seconds`.
  static let samples = [
    Sample(seconds: 0, text: "1970-01-01T00:00:00.007Z"),
    Sample(seconds: -1, text: "1969-12-31T23:59:59.007Z"),
    Sample(seconds: 951_782_400, text: "2000-02-29T00:00:00.007Z"),
    Sample(seconds: 1_709_210_096, text: "2024-02-29T12:34:56.007Z"),
    Sample(seconds: 4_102_444_799, text: "2099-12-31T23:59:59.007Z"),
  ]

  @Test(arguments: samples) func timesAreWrittenInUTC(_ sample: Sample) {
    #expect(LogTime.text(seconds: sample.seconds, nanoseconds: 7_999_999) == sample.text)
  }
}

import Quantities
import Testing

@Suite struct DurationTextTests {
  struct Good: CustomTestStringConvertible {
    let text: String
    let milliseconds: Int64
    var testDescription: String { text }
  }

  static let good = [
    Good(text: "0", milliseconds: 0), Good(text: "100ms", milliseconds: 100),
    Good(text: "10s", milliseconds: 10000),
    Good(text: "5m", milliseconds: 300_000), Good(text: "2h", milliseconds: 7_200_000),
    Good(text: "3d", milliseconds: 259_200_000), Good(text: "1w", milliseconds: 604_800_000),
    Good(text: "1h30m", milliseconds: 5_400_000), Good(text: " 2 h ", milliseconds: 7_200_000),
    Good(text: "1d2h3m4s5ms", milliseconds: 93_784_005),
  ]

  @Test(arguments: good) func durationsAreRead(_ sample: Good) throws {
    #expect(try Duration(parsing: sample.text) == .milliseconds(sample.milliseconds))
  }

  @Test(arguments: good) func textIsReadBack(_ sample: Good) throws {
    let duration = Duration.milliseconds(sample.milliseconds)
    #expect(try Duration(parsing: duration.text) == duration)
  }

  @Test func textUsesDaysAtMost() {
    #expect(Duration.seconds(30 * 86400).text == "30d")
    #expect(Duration.seconds(-90).text == "-1m30s")
  }

  struct Bad: CustomTestStringConvertible {
    let text: String
    let code: QuantityError.Code
    var testDescription: String { text }
  }

  static let bad = [
    Bad(text: "", code: .empty), Bad(text: "5", code: .unitMissing), Bad(text: "1h30", code: .unitMissing),
    Bad(text: "soon", code: .numberExpected), Bad(text: "-5s", code: .numberExpected),
    Bad(text: "5 minutes", code: .unitUnknown("minutes")), Bad(text: "1.5h", code: .unitUnknown(".")),
    Bad(text: "30m1h", code: .unitsOutOfOrder), Bad(text: "1h1h", code: .unitsOutOfOrder),
    Bad(text: "99999999999999999999s", code: .tooLarge), Bad(text: "9223372036854775807d", code: .tooLarge),
  ]

  @Test(arguments: bad) func badDurationsAreRefused(_ sample: Bad) {
    let error = #expect(throws: QuantityError.self) { try Duration(parsing: sample.text) }
    #expect(error?.code == sample.code)
    #expect(error?.description.contains("1h30m") == true)
  }
}

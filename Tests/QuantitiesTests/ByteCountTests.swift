import Quantities
import Testing

@Suite struct ByteCountTests {
  struct Good: CustomTestStringConvertible {
    let text: String
    let bytes: Int64
    var testDescription: String { text }
  }

  static let good = [
    Good(text: "0", bytes: 0), Good(text: "0B", bytes: 0), Good(text: "1B", bytes: 1),
    Good(text: "1kB", bytes: 1000), Good(text: "1KiB", bytes: 1024),
    Good(text: " 256 MiB ", bytes: 268_435_456),
    Good(text: "10GB", bytes: 10_000_000_000), Good(text: "10GiB", bytes: 10_737_418_240),
    Good(text: "2TiB", bytes: 2 << 40), Good(text: "9223372036854775807B", bytes: .max),
  ]

  @Test(arguments: good) func sizesAreRead(_ sample: Good) throws {
    #expect(try ByteCount(parsing: sample.text).bytes == sample.bytes)
  }

  @Test(arguments: good) func descriptionIsReadBack(_ sample: Good) throws {
    let count = ByteCount(bytes: sample.bytes)
    #expect(try ByteCount(parsing: count.description) == count)
  }

  struct Bad: CustomTestStringConvertible {
    let text: String
    let code: QuantityError.Code
    var testDescription: String { text }
  }

  static let bad = [
    Bad(text: "", code: .empty), Bad(text: "  ", code: .empty), Bad(text: "5", code: .unitMissing),
    Bad(text: "MiB", code: .numberExpected), Bad(text: "-1B", code: .numberExpected),
    Bad(text: "5M", code: .unitUnknown("M")), Bad(text: "5mib", code: .unitUnknown("mib")),
    Bad(text: "1.5GiB", code: .unitUnknown(".")), Bad(text: "9223372036854775808B", code: .tooLarge),
    Bad(text: "9223372036854775807GiB", code: .tooLarge), Bad(text: "5µB", code: .unitUnknown("µB")),
  ]

  @Test(arguments: bad) func badSizesAreRefused(_ sample: Bad) {
    let error = #expect(throws: QuantityError.self) { try ByteCount(parsing: sample.text) }
    #expect(error?.code == sample.code)
    #expect(error?.description.contains("256MiB") == true)
  }
}

import LogStore
import LogWire
import TestSupport
import Testing

struct SegmentNameTests {
  struct Case: CustomTestStringConvertible {
    let fileName: String
    let name: SegmentName?

    init(_ fileName: String, _ name: SegmentName?) {
      self.fileName = fileName
      self.name = name
    }

    var testDescription: String { fileName }
  }

  private static func sealed(_ serial: UInt32, _ first: Int64, _ last: Int64) -> SegmentName {
    SegmentName(
      serial: serial,
      state: .sealed(
        first: Timestamp(nanoseconds: first * TestStore.second),
        last: Timestamp(nanoseconds: last * TestStore.second)))
  }

  static let cases = [
    Case("00000001-open.db", SegmentName(serial: 1, state: .open)),
    Case("99999999-open.db", SegmentName(serial: 99_999_999, state: .open)),
    Case("00000007-20261123T140203Z-20261124T000000Z.db", sealed(7, 1_795_442_523, 1_795_478_400)),
    Case("00000007-20261123T140203Z-20261123T140203Z.db", sealed(7, 1_795_442_523, 1_795_442_523)),
    Case("00000007-20261123T140204Z-20261123T140203Z.db", nil),
    Case("00000007-20261123T140203Z-20261323T140203Z.db", nil),
    Case("00000007-20261123T140203Z.db", nil),
    Case("0000001-open.db", nil),
    Case("+0000001-open.db", nil),
    Case("00000001-open.db.new", nil),
    Case("00000001-open.db-wal", nil),
    Case("00000001-open.db.damaged", nil),
    Case("00000001-Open.db", nil),
    Case("0000000x-open.db", nil),
    Case("-open.db", nil),
    Case(".db", nil),
    Case("", nil),
  ]

  @Test(arguments: cases)
  func fileNameIsParsedAndWrittenAlike(_ testCase: Case) {
    #expect(SegmentName(fileName: testCase.fileName) == testCase.name)
    if let name = testCase.name { #expect(name.fileName == testCase.fileName) }
  }

  @Test func timesAreRoundedOutward() {
    let name = SegmentName(
      serial: 1,
      state: .sealed(
        first: Timestamp(nanoseconds: TestStore.start + 1), last: Timestamp(nanoseconds: TestStore.start + 1))
    )
    #expect(name.fileName == "00000001-20261123T140203Z-20261123T140204Z.db")
  }

  @Test func nameOfAnyTimesParsesAndCoversThem() throws {
    var random = SplitMix64(seed: 1)
    let edges: [Int64] = [
      .min, .min + 1, -1, 0, 1, TestStore.start, 9_214_646_399_000_000_000, 9_214_646_399_999_999_999,
      9_214_646_400_000_000_000, .max - 1, .max,
    ]
    for _ in 0..<20_000 {
      let times = (0..<3).map { _ in
        random.chance(1, in: 2)
          ? edges.randomElement(using: &random) ?? 0 : Int64.random(in: .min ... .max, using: &random)
      }.sorted()
      let name = SegmentName(
        serial: UInt32(random.number(0...99_999_999)),
        state: .sealed(first: Timestamp(nanoseconds: times[0]), last: Timestamp(nanoseconds: times[2])))
      let parsed = try #require(SegmentName(fileName: name.fileName), "\(name.fileName)")
      #expect(parsed.serial == name.serial && parsed.fileName == name.fileName)
      let between = Timestamp(nanoseconds: times[1])
      #expect(parsed.mayHold(since: between, until: between), "\(times) in \(name.fileName)")
    }
  }

  @Test func segmentOutsideTheTimesAskedForIsLeftOut() {
    let name = Self.sealed(1, 100, 200)
    func time(_ seconds: Int64) -> Timestamp { Timestamp(nanoseconds: seconds * TestStore.second) }
    #expect(!name.mayHold(since: time(201), until: nil))
    #expect(name.mayHold(since: time(200), until: nil))
    #expect(!name.mayHold(since: nil, until: time(99)))
    #expect(name.mayHold(since: nil, until: time(100)))
    #expect(SegmentName(serial: 1, state: .open).mayHold(since: time(0), until: time(0)))
  }
}

import Forwarding
import Journal
import LogStore
import LogWire
import Testing

@Suite("The journal entry of a line")
struct JournalEntryTests {
  static let container = ContainerInfo(
    id: String(repeating: "a1", count: 32), name: "shop-api-1", project: "shop", resource: "api",
    image: "img:1",
    labels: ["message": "forged", "_UID": "0", "a.b-c": "x\nPRIORITY=0"])

  func fields(_ message: [UInt8], _ stream: LogStream, _ flags: LineFlags = .lf) -> [String] {
    var entry = JournalEntryBuilder(container: Self.container, tag: "api", epoch: 42)
    entry.setLine([9].span.bytes, time: Timestamp(nanoseconds: 1), stream: .stdout, flags: .cut, ordinal: 1)
    entry.setLine(
      message.span.bytes, time: Timestamp(nanoseconds: 1_700_000_000_123_456_789), stream: stream,
      flags: flags,
      ordinal: 7)
    var start = 0
    return entry.entry.ends.map { end in
      defer { start = end }
      return String(decoding: entry.entry.bytes[start..<end], as: UTF8.self)
    }
  }

  @Test func hasTheFieldsOfDockersDriverAndOurs() {
    let fields = Set(fields(Array("hello".utf8), .stdout))
    let expected: Set = [
      "MESSAGE=hello", "PRIORITY=6", "SYSLOG_IDENTIFIER=api", "CONTAINER_TAG=api",
      "CONTAINER_NAME=shop-api-1",
      "CONTAINER_ID=a1a1a1a1a1a1", "CONTAINER_ID_FULL=" + String(repeating: "a1", count: 32),
      "IMAGE_NAME=img:1",
      "LIGHTSHUTTLE_PROJECT=shop", "LIGHTSHUTTLE_RESOURCE=api", "CONTAINER_LOG_EPOCH=42",
      "CONTAINER_LOG_ORDINAL=7", "LSLOG_TIME_USEC=1700000000123456",
      "SYSLOG_TIMESTAMP=2023-11-14T22:13:20.123456789Z",
    ]
    #expect(expected.isSubset(of: fields))
  }

  @Test func levelOfTheLineIsThePriorityElseItsStream() {
    #expect(fields([65], .stderr).contains("PRIORITY=3"))
    #expect(fields(Array("level=warn x".utf8), .stdout).contains("PRIORITY=4"))
    #expect(fields(Array("[info] x".utf8), .stderr).contains("PRIORITY=6"))
    #expect(fields(Array("FATAL: x".utf8), .stdout).contains("PRIORITY=2"))
  }

  @Test func theLineBeforeLeavesNothingBehind() {
    let fields = fields([65], .stdout)
    #expect(fields.count { $0.hasPrefix("MESSAGE=") } == 1)
    #expect(!fields.contains("CONTAINER_PARTIAL_MESSAGE=true"))
    #expect(self.fields([65], .stdout, .cut).contains("CONTAINER_PARTIAL_MESSAGE=true"))
  }

  @Test func labelsCanForgeNoField() {
    let names = fields([65], .stdout).map { String($0.prefix { $0 != "=" }) }
    #expect(names.contains("CONTAINER_LABEL_MESSAGE") && names.contains("CONTAINER_LABEL__UID"))
    #expect(names.contains("CONTAINER_LABEL_A_B_C"))
    #expect(names.allSatisfy { !$0.hasPrefix("_") && $0.utf8.count <= 64 })
    #expect(names.count == Set(names).count)
  }

  @Test func longLabelNamesAreCut() {
    #expect(JournalField.name(ofLabel: String(repeating: "x", count: 500)).utf8.count == 64)
  }
}

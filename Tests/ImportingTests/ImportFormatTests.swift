import Importing
import LogStore
import Testing

struct ImportFormatTests {
  struct Sample: CustomTestStringConvertible {
    var head: [UInt8]
    var format: ImportFormat
    var testDescription: String { String(decoding: head.prefix(40), as: UTF8.self) }

    init(_ text: String, _ format: ImportFormat) { self.init(Array(text.utf8), format) }

    init(_ head: [UInt8], _ format: ImportFormat) {
      self.head = head
      self.format = format
    }
  }

  @Test(arguments: [
    Sample("", .plain), Sample("hello\n", .plain), Sample("{\n", .plain), Sample("{}\n", .plain),
    Sample(#"{"level":"info","msg":"x"}"# + "\n", .plain),
    Sample(#"{"log":"x\n","stream":"stdout","time":"2026-11-23T12:00:00Z"}"# + "\ngarbage", .jsonFile),
    Sample(#"{"time":"2026-11-23T12:00:00Z","stream":"stdout","log":"cut o"#, .jsonFile),
    Sample(#"{"stream":"stdout","log":"one line of very m"#, .jsonFile),
    Sample(#"{"time":"2026-11-23T12:00:00Z","container":"a","message":"x"}"#, .export),
    Sample([1, 0, 0, 0, 0, 0, 0, 2, 0x61, 10], .frames), Sample([2, 0, 0, 0, 0, 0, 1, 0], .frames),
    Sample([1, 0, 0, 0, 0xFF, 0, 0, 2], .plain), Sample([1, 2, 3, 4, 5, 6, 7, 8], .plain),
  ])
  func formatIsGuessedFromTheFirstBytes(_ sample: Sample) {
    #expect(ImportFormat.guess(sample.head.span.bytes) == sample.format)
  }

  @Test func compressedFilesAreKnown() {
    let heads: [([UInt8], String)] = [
      ([0x1F, 0x8B, 8, 0], "zcat"), ([0x28, 0xB5, 0x2F, 0xFD], "zstdcat"), (Array("BZh9".utf8), "bzcat"),
      ([0xFD, 0x37, 0x7A, 0x58], "xzcat"),
    ]
    for (head, unpacker) in heads { #expect(ImportFormat.unpacker(for: head.span.bytes) == unpacker) }
    #expect(ImportFormat.unpacker(for: Array("text".utf8).span.bytes) == nil)
  }

  @Test func nameIsTheFilesWithoutWhatSaysThatItIsALog() {
    let names = [
      "/var/log/api.log": "api", "api.log.1": "api", "api.example.com.log": "api.example.com",
      "noext": "noext",
      "4a1b-json.log.2": "4a1b", ".log": ".log", "x.txt": "x", "-": "stdin", "v1.2": "v1",
    ]
    for (path, name) in names { #expect(ImportTarget.name(ofFile: path) == name, "\(path)") }
  }

  @Test func idOfANameIsStable() {
    let container = ImportTarget.container(name: "api", project: nil, resource: nil)
    #expect(container.id == ImportTarget.container(name: "api", project: nil, resource: "x").id)
    #expect(container.id.utf8.count == 64 && container.id.allSatisfy(\.isHexDigit))
    #expect(container.id != ImportTarget.container(name: "api", project: "shop", resource: nil).id)
    #expect(container.id == ImportTarget.container(name: "api", project: nil, resource: nil).id)
  }
}

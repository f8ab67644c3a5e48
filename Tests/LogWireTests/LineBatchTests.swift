import LogWire
import Testing

@Suite struct LineBatchTests {
  static let texts = ["alpha", "", "gamma rays", "delta", ""]

  static var batch: LineBatch {
    var batch = LineBatch()
    for (index, text) in texts.enumerated() {
      batch.append(
        message: Array(text.utf8).span.bytes, time: .at(Int64(index)),
        stream: index % 2 == 0 ? .stdout : .stderr,
        flags: index == 2 ? .crlf : .lf)
    }
    return batch
  }

  @Test func linesComeOutAsTheyWentIn() {
    let batch = Self.batch
    #expect(batch.count == 5)
    #expect(batch.bytes == Array(Self.texts.joined().utf8))
    #expect((0..<5).map { String(decoding: batch.message($0), as: UTF8.self) } == Self.texts)
    #expect(batch.range(of: 2) == 5..<15)
  }

  @Test func everyRangeOfLinesCanBeAppended() {
    let source = Self.batch
    for first in 0...5 {
      for last in first...5 {
        var target = Self.batch
        target.append(source, lines: first..<last)
        #expect(target.seen == source.seen + source.seen[first..<last])
        var empty = LineBatch()
        empty.append(source, lines: first..<last)
        #expect(empty.seen == Array(source.seen[first..<last]))
      }
    }
  }

  @Test func anEmptiedBatchIsLikeANewOne() {
    var batch = Self.batch
    batch.removeAll()
    #expect(batch.isEmpty && batch == LineBatch())
    batch.append(Self.batch, lines: 0..<5)
    #expect(batch == Self.batch)
  }
}

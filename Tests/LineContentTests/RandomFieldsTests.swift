import LineContent
import LogWire
import TestSupport
import Testing

struct RandomFieldsTests {
  @Test func whatWasWrittenIsRead() {
    for seed in UInt64(0)..<5_000 {
      let object = RandomObject(seed: seed)
      if LineFieldsTests.fields(of: Array(object.text.utf8)) != object.fields {
        Issue.record("seed \(seed): \(object.text)")
      }
      if LineFieldsTests.fields(of: Array("a text \(object.text)".utf8)) != object.fields {
        Issue.record("seed \(seed): \(object.text) after a text")
      }
    }
  }

  @Test func eachFieldIsFoundByItsPath() {
    for seed in UInt64(0)..<2_000 {
      let line = Array(RandomObject(seed: seed).text.utf8)
      var names: [([UInt8], [UInt8])] = []
      LineFields.forEach(in: line.span.bytes) { name, value in
        names.append(((0..<name.byteCount).map { name.byte(at: $0) }, value.text(in: line.span.bytes)))
        return false
      }
      for (name, text) in names where !name.isEmpty {
        let path = FieldPath(name, isCaseSensitive: true)
        let isFound = LineFields.contains(path, in: line.span.bytes, where: HasText(text: text))
        if !isFound { Issue.record("seed \(seed): \(String(decoding: name, as: UTF8.self))") }
      }
    }
  }

  /// What is cut off or damaged has fields or not, but is never read past its end, nor for long.
  @Test func anyBytesAreRead() {
    var random = SplitMix64(seed: 0xF1E1D)
    let path = FieldPath(Array("a.key".utf8))
    for seed in UInt64(0)..<3_000 {
      var line = Array(RandomObject(seed: seed).text.utf8)
      for _ in 0..<random.number(0...3) where !line.isEmpty {
        let place = random.number(0...line.count - 1)
        switch random.number(0...2) {
        case 0: line[place] = UInt8(random.number(0...255))
        case 1: line.removeSubrange(place...)
        default: line.insert(Array("{}[]\",:=\\ ".utf8)[random.number(0...9)], at: place)
        }
      }
      _ = LineFieldsTests.fields(of: line)
      _ = LineFields.value(of: path, in: line.span.bytes)
    }
    for _ in 0..<3_000 {
      let line = (0..<random.number(0...60)).map { _ in
        Array("{}[]\",:=\\ 'a.1é\0".utf8)[random.number(0...16)]
      }
      _ = LineFieldsTests.fields(of: line)
      _ = LineFields.value(of: path, in: line.span.bytes)
      _ = Level.find(in: line)
    }
  }

  @Test(arguments: [
    "{", "[", #"{"a":"#, #"{"a":["#, ")", "}", "\"", "\\\"", "a=", "a=\"", "a='", "a=\"\\", "{ ", "{\"",
    " {\"a\":1", ",", "=", "a={\"a\":", " ",
    "x", "\\", "[error", "\"level\":", "x=(", "a=)", "{\"a\":\"",
  ])
  func mebibyteOfOneThingIsReadInOnePass(_ piece: String) {
    let line = Array(String(repeating: piece, count: (1 << 20) / piece.utf8.count).utf8)
    LineFields.forEach(in: line.span.bytes) { _, _ in false }
    _ = LineFields.value(of: FieldPath(Array("a.a.a.x".utf8)), in: line.span.bytes)
    _ = Level.find(in: line)
  }

  @Test func whatLiesTooDeepIsSkipped() {
    let depth = 200
    let deep = String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
    #expect(LineFieldsTests.fields(of: Array("{\"x\":\(deep),\"b\":2}".utf8)) == ["b=(number)2"])
    let arrays = String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    #expect(LineFieldsTests.fields(of: Array("{\"x\":\(arrays),\"b\":2}".utf8)) == ["b=(number)2"])
  }

  private struct HasText: FieldCondition {
    let text: [UInt8]

    func holds(for value: FieldValue, in line: RawSpan) -> Bool {
      value.kind != .object && value.kind != .array && value.text(in: line) == text
    }
  }
}

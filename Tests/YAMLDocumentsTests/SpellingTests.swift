import Testing
import YAMLDocuments

@Suite struct SpellingTests {
  struct Sample: CustomTestStringConvertible {
    let word: String
    let meant: String?
    var testDescription: String { word }
  }

  static let samples = [
    Sample(word: "sise", meant: "size"), Sample(word: "SIZE", meant: "size"),
    Sample(word: "szie", meant: "size"),
    Sample(word: "retentoin", meant: "retention"), Sample(word: "line-limit", meant: "line_limit"),
    Sample(word: "colour", meant: nil), Sample(word: "", meant: nil),
  ]

  @Test(arguments: samples) func theNearestWordIsSuggested(_ sample: Sample) {
    #expect(Spelling.closest(to: sample.word, among: ["size", "retention", "line_limit"]) == sample.meant)
  }

  @Test func neighboursSwappedCountOnce() {
    #expect(Spelling.distance(from: "ab", to: "ba") == 1)
    #expect(Spelling.distance(from: "", to: "abc") == 3)
    #expect(Spelling.distance(from: "kitten", to: "sitting") == 3)
  }
}

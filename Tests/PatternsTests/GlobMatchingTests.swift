import Patterns
import Testing

@Suite("What a glob matches")
struct GlobMatchingTests {
  struct GlobCase: CustomTestStringConvertible {
    let pattern: String
    let name: String
    let matches: Bool

    init(_ pattern: String, _ name: String, _ matches: Bool) {
      self.pattern = pattern
      self.name = name
      self.matches = matches
    }

    var testDescription: String { "\(pattern) for \(name)" }
  }

  static let globCases = [
    GlobCase("", "", true),
    GlobCase("*", "", true),
    GlobCase("*", "abc", true),
    GlobCase("a*c", "abbc", true),
    GlobCase("a*c", "abcd", false),
    GlobCase("*a*b*", "xxaxxbxx", true),
    GlobCase("?", "é", true),
    GlobCase("?", "", false),
    GlobCase("[!0-9]", "a", true),
    GlobCase("[!0-9]", "5", false),
    GlobCase("[a-]", "-", true),
    GlobCase("[]]", "]", true),
    GlobCase("[a-cx]", "x", true),
    GlobCase("a.b", "axb", false),
  ]

  @Test(arguments: globCases)
  func globIsMatched(_ testCase: GlobCase) throws {
    let glob = try Glob(testCase.pattern)
    #expect(glob.matches(testCase.name) == testCase.matches)
  }

  @Test func globOfManyStarsDoesNotTakeForever() throws {
    let glob = try Glob(String(repeating: "a*", count: 200) + "b")
    #expect(!glob.matches(String(repeating: "a", count: 5000)))
  }
}

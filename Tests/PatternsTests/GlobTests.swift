import Patterns
import Testing

@Suite("Globs")
struct GlobTests {
  @Test(arguments: [
    ("web", "web", true), ("web", "web1", false), ("web*", "web", true), ("web*", "web-1", true),
    ("*", "", true), ("**", "abc", true), ("?", "", false), ("?", "ü", true), ("a?c", "abc", true),
    ("*-db-*", "shop-db-1", true), ("*-db-*", "shop-cache-1", false), ("*a*b*c", "xaxbxbxc", true),
    ("*/web:*", "registry:5000/team/web:1.2", true), ("[a-c]x", "bx", true), ("[a-c]x", "dx", false),
    ("[!a-c]x", "dx", true), ("[^a-c]x", "ax", false), ("[]x]", "]", true), ("[a-]", "-", true),
    ("\\*", "*", true), ("\\*", "x", false), ("[\\]]", "]", true), ("a.c", "abc", false), ("", "", true),
    ("", "a", false), ("a*a*a*a*a*a*a*a*b", String(repeating: "a", count: 2_000), false),
  ])
  func patternMatchesTheWholeText(_ pattern: String, _ text: String, _ expected: Bool) throws {
    #expect(try Glob(pattern).matches(text) == expected)
  }

  @Test(arguments: [("[", 0), ("ab[c", 2), ("[]", 0), ("x[b-a]", 4), ("abc\\", 3), ("[a\\", 2)])
  func badPatternIsRefusedWithItsPlace(_ pattern: String, _ offset: Int) {
    let error = #expect(throws: GlobSyntaxError.self) { try Glob(pattern) }
    #expect(error?.offset == offset)
  }
}

internal import ImageBuild
internal import TestSupport
internal import Testing

@Suite struct IgnoreRulesTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var patterns: String
    var excluded: [String] = []
    var included: [String] = []
    var testDescription: String { patterns.split(separator: "\n").joined(separator: " ⏎ ") }
  }

  static let cases: [Case] = [
    Case(patterns: "", included: ["a", "a/b"]),
    Case(patterns: "a", excluded: ["a", "a/b", "a/b/c"], included: ["b/a", "ab"]),
    Case(patterns: "/a", excluded: ["a", "a/b"], included: ["b/a"]),
    Case(patterns: "a/", excluded: ["a", "a/b"], included: ["b/a"]),
    Case(patterns: "./a", excluded: ["a"]),
    Case(patterns: "a/./b//c", excluded: ["a/b/c"], included: ["a/b"]),
    Case(patterns: "a/../b", excluded: ["b"], included: ["a"]),
    Case(patterns: "../a", included: ["a"]),
    Case(patterns: "/../a", excluded: ["a"]),
    Case(patterns: ".", included: ["a", ".a"]),
    Case(patterns: "/", included: ["a"]),
    Case(patterns: "# a", included: ["a", "# a"]),
    Case(patterns: " #a", excluded: ["#a"]),
    Case(patterns: "\\#a", excluded: ["#a"]),
    Case(patterns: "\n\n  \n\ta  \n", excluded: ["a"]),
    Case(patterns: "a\r\nb\r\n", excluded: ["a", "b"]),
    Case(patterns: "\u{FEFF}a", excluded: ["a"]),
    Case(patterns: "\u{FEFF}# a\nb", excluded: ["b"], included: ["a"]),
    Case(patterns: "a b", excluded: ["a b"], included: ["a", "b"]),
    Case(patterns: "*", excluded: ["a", "a/b", ".a"]),
    Case(patterns: "*.md", excluded: ["a.md", ".md"], included: ["b/a.md", "a.mdx"]),
    Case(
      patterns: "*/temp*", excluded: ["some/temporary.txt", "some/temp"], included: ["temp", "a/b/temp"]),
    Case(patterns: "*/*/temp*", excluded: ["a/b/temporary"], included: ["a/temp", "a/b/c/temp"]),
    Case(patterns: "temp?", excluded: ["tempa", "tempb", "tempé"], included: ["temp", "tempab"]),
    Case(patterns: "a?c", excluded: ["abc"], included: ["a/c"]),
    Case(patterns: "a*c", excluded: ["ac", "abbc"], included: ["a/c", "ab/c"]),
    Case(patterns: "**", excluded: ["a", "a/b", ".x"]),
    Case(patterns: "**/", excluded: ["a", "a/b"]),
    Case(patterns: "**/**", excluded: ["a", "a/b"]),
    Case(patterns: "**/*", excluded: ["a", "a/b"]),
    Case(patterns: "**/*.go", excluded: ["a.go", "x/a.go", "x/y/a.go"], included: ["a.gox", "ago"]),
    Case(patterns: "**/a", excluded: ["a", "x/a", "x/y/a", "x/a/b"], included: ["xa", "x/xa"]),
    Case(patterns: "**a", excluded: ["a", "xa", "x/ya", "xa/b"], included: ["ab"]),
    Case(patterns: "**/a/b", excluded: ["a/b", "x/a/b"], included: ["a", "a/x/b"]),
    Case(patterns: "a/**", excluded: ["a/b", "a/b/c"], included: ["a", "ab"]),
    Case(patterns: "a**", excluded: ["a", "ab", "a/b", "abc/d"], included: ["ba"]),
    Case(patterns: "a/**/b", excluded: ["a/b", "a/x/b", "a/x/y/b"], included: ["ab", "a/xb"]),
    Case(patterns: "a/**/*.txt", excluded: ["a/b.txt", "a/x/y.txt"], included: ["b.txt"]),
    Case(patterns: "**/a/**", excluded: ["a/b", "x/a/b"], included: ["a", "x/a"]),
    Case(patterns: "a**/b", excluded: ["ab", "ax/b", "a/x/b"], included: ["a", "axb"]),
    Case(patterns: "**/.git", excluded: [".git", "x/.git/config"], included: [".gitignore"]),
    Case(patterns: "[a-c]", excluded: ["a", "c", "b/x"], included: ["d", "-"]),
    Case(patterns: "[^a-c]", excluded: ["d", "é"], included: ["a", "c"]),
    Case(patterns: "[abx-z]1", excluded: ["a1", "y1"], included: ["c1", "a"]),
    Case(patterns: "[\\]]", excluded: ["]"], included: ["\\"]),
    Case(patterns: "[\\-a]", excluded: ["-", "a"]),
    Case(patterns: "[!a]", excluded: ["!", "a"], included: ["b"]),
    Case(patterns: "a[b]c", excluded: ["abc"], included: ["a[b]c"]),
    Case(patterns: "a\\[b]c", excluded: ["a[b]c"], included: ["abc"]),
    Case(patterns: "a\\*", excluded: ["a*"], included: ["ab"]),
    Case(patterns: "a\\?b", excluded: ["a?b"], included: ["axb"]),
    Case(patterns: "\\d", excluded: ["d"], included: ["1"]),
    Case(patterns: "\\!a", excluded: ["!a"], included: ["a"]),
    Case(patterns: "a.b", excluded: ["a.b"], included: ["axb"]),
    Case(patterns: "a+b(c)|{d}$^", excluded: ["a+b(c)|{d}$^"], included: ["aab"]),
    Case(patterns: "*+.(x)", excluded: ["a+.(x)"], included: ["aa.x"]),
    Case(patterns: "é*", excluded: ["été".replacing("té", with: "t"), "é"], included: ["e"]),
    Case(patterns: "[é-ü]", excluded: ["ö"], included: ["o"]),
    Case(patterns: "*\n!a", excluded: ["b"], included: ["a", "a/b"]),
    Case(patterns: "!a\n*", excluded: ["a", "b"]),
    Case(patterns: "*.md\n!README.md", excluded: ["a.md"], included: ["README.md"]),
    Case(
      patterns: "*.md\n!README*.md\nREADME-secret.md", excluded: ["a.md", "README-secret.md"],
      included: ["README.md", "README-a.md"]),
    Case(patterns: "*.md\nREADME-secret.md\n!README*.md", excluded: ["a.md"], included: ["README-secret.md"]),
    Case(patterns: "docs\n!docs/a", excluded: ["docs", "docs/b"], included: ["docs/a", "docs/a/c"]),
    Case(patterns: "docs\n!docs/a\ndocs/a/c", excluded: ["docs/a/c", "docs/a/c/d"], included: ["docs/a/b"]),
    Case(patterns: "docs\n!**/*.md", excluded: ["docs", "docs/a"], included: ["docs/a.md", "docs/x/y.md"]),
    Case(patterns: "**\n!src/**", excluded: ["a", "src"], included: ["src/a", "src/a/b"]),
    Case(patterns: "**\n! src", excluded: ["a"], included: ["src", "src/a"]),
    Case(patterns: "!/a\nb", excluded: ["b"], included: ["a"]),
    Case(patterns: "a\n!./a/b/", excluded: ["a/c"], included: ["a/b"]),
  ]

  @Test(arguments: cases) func patternsExcludeWhatDockerExcludes(_ item: Case) throws {
    let rules = try IgnoreRules(parsing: Array(item.patterns.utf8), file: ".dockerignore")
    for path in item.excluded { #expect(rules.excludes(Array(path.utf8)), "\(path) is excluded") }
    for path in item.included { #expect(!rules.excludes(Array(path.utf8)), "\(path) is included") }
  }

  @Test(arguments: [
    ("[", "has no ']'"), ("a\n\n[]", "holds nothing"), ("[a", "has no ']'"),
    ("[a-]", "lacks one of its ends"),
    ("[-a]", "lacks one of its ends"), ("a\\", "no character"), ("!", "no pattern"), ("[z-a]", "ends before"),
    ("[^]", "holds nothing"), ("x[\\", "has no ']'"),
  ])
  func badPatternsAreToldWithFileAndLine(_ text: String, _ reason: String) {
    let error = #expect(throws: ContextError.self) {
      try IgnoreRules(parsing: Array(text.utf8), file: "/c/.dockerignore")
    }
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).count
    #expect(error?.description.hasPrefix("/c/.dockerignore, line \(line): ") == true)
    #expect(error?.description.contains(reason) == true)
  }

  @Test func bytesThatAreNotUTF8AreEqualToThemselvesOnly() throws {
    let rules = try IgnoreRules(parsing: [0x61, 0xFF], file: "f")
    #expect(rules.excludes([0x61, 0xFF]))
    #expect(!rules.excludes([0x61, 0xFE]))
    let one = try IgnoreRules(parsing: Array("a?".utf8), file: "f")
    #expect(one.excludes([0x61, 0xFE]))
    #expect(!one.excludes([0x61, 0xFE, 0xFE]))
  }

  @Test func aLongPatternOfStarsTakesNoLongerThanItsLength() throws {
    let pattern = String(repeating: "*a", count: 200) + "b"
    let rules = try IgnoreRules(parsing: Array(pattern.utf8), file: "f")
    #expect(!rules.excludes([UInt8](repeating: UInt8(ascii: "a"), count: 4_000)))
  }

  @Test func randomPatternsAreDecidedAsByTheObviousImplementation() throws {
    var random = SplitMix64(seed: 20)
    let parts = ["a", "b", "ab", "*", "**", "?", "a*", "*b", "[ab]", "[^a]", "**a", "a**", "\\a", "."]
    for _ in 0..<4_000 {
      let lines = (0..<random.number(1...4)).map { _ in
        let pattern = (0..<random.number(1...4)).map { _ in random.element(parts) }.joined(separator: "/")
        return (random.chance(1, in: 3) ? "!" : "") + pattern
      }
      let rules = try IgnoreRules(parsing: Array(lines.joined(separator: "\n").utf8), file: "f")
      for _ in 0..<12 {
        let path = (0..<random.number(1...4)).map { _ in random.element(["a", "b", "ab", "ba", "aab"]) }
          .joined(separator: "/")
        #expect(
          rules.excludes(Array(path.utf8)) == SlowIgnore.excludes(path, lines), "\(path) by \(lines)")
        try checkThatFoldersAreOpened(path, rules, lines)
      }
    }
  }

  /// A folder above something that is included must be opened.
  private func checkThatFoldersAreOpened(_ path: String, _ rules: IgnoreRules, _ lines: [String]) throws {
    guard !rules.excludes(Array(path.utf8)) else { return }
    var verdict = IgnoreRules.Verdict()
    let bytes = Array(path.utf8)
    for index in bytes.indices where bytes[index] == UInt8(ascii: "/") {
      let folder = Array(bytes[..<index])
      verdict = rules.verdict(on: folder, in: verdict)
      #expect(
        rules.mayInclude(below: folder, verdict),
        "\(String(decoding: folder, as: UTF8.self)) above \(path) by \(lines)")
    }
  }

  @Test func excludedFoldersAreOnlyOpenedForExceptionsThatMayMatchBelow() throws {
    func opens(_ patterns: String, _ folder: String) throws -> Bool {
      let rules = try IgnoreRules(parsing: Array(patterns.utf8), file: "f")
      let folder = Array(folder.utf8)
      return rules.mayInclude(below: folder, rules.verdict(on: folder, in: .init()))
    }
    #expect(try !opens("node_modules", "node_modules"))
    #expect(try !opens("node_modules\n!src/a", "node_modules"))
    #expect(try !opens("!docs/a\ndocs", "docs"))
    #expect(try opens("docs\n!docs/a", "docs"))
    #expect(try opens("docs\n!*/a", "docs"))
    #expect(try opens("docs\n!**/a", "docs"))
    #expect(try !opens("docs\n!d?/a", "docs"))
  }
}

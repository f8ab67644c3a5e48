import LineContent
import LogBlocks
import LogWire
import TestSupport
import Testing
import TokenIndex

struct TemplateBlockTests {
  /// Checks everything that a block of these lines can be asked; false if they have too little in common.
  @discardableResult
  private func check(
    _ lines: [TestLine], _ range: Range<Int>? = nil, with codec: TestCodec, _ random: inout SplitMix64,
    _ name: String
  ) throws -> Bool {
    let expected = Array(lines[range ?? 0..<lines.count])
    guard let block = try codec.encode(lines, range) else { return false }
    let decoded = try block.decoded(codec.dictionary)
    if decoded != expected {
      let place = zip(decoded, expected).enumerated().first { $1.0 != $1.1 }
      Issue.record("\(name): \(decoded.count) lines, \(String(describing: place))")
    }
    let reader = try block.open(codec.dictionary)
    #expect(reader.templateLines.reduce(0, +) == UInt32(expected.count), "\(name)")
    #expect(try reader.templateIndices().map { Int(reader.templates[Int($0)]) } == block.templates, "\(name)")
    try checkFilter(reader, expected, &random, name)
    try checkSubset(reader, expected, &random, name)
    try checkTemplates(block, expected, codec.dictionary, name)
    if random.chance(1, in: 3) {
      try checkVariables(block, reader, expected, codec.dictionary, &random, name)
    }
    return true
  }

  private func checkSubset(
    _ reader: TemplateBlock, _ lines: [TestLine], _ random: inout SplitMix64, _ name: String
  ) throws {
    var wanted = LineSet(capacity: lines.count)
    let odds = random.element([1, 3, 30])
    for line in lines.indices where random.chance(1, in: odds) { wanted.insert(line) }
    var found: [Int] = []
    try reader.forEachMessage(of: wanted) { line, message in
      found.append(line)
      if message.withUnsafeBytes({ Array($0) }) != lines[line].message {
        Issue.record("\(name): line \(line) of a subset differs")
      }
    }
    #expect(found == lines.indices.filter(wanted.contains), "\(name)")
    try checkParts(reader, lines, wanted, &random, name)
  }

  /// The end of each template's lines, from anywhere in the template.
  private func checkParts(
    _ reader: TemplateBlock, _ lines: [TestLine], _ wanted: LineSet, _ random: inout SplitMix64,
    _ name: String
  ) throws {
    let ends = reader.templates.map { template -> Range<Int>? in
      let count = reader.catalog.text(Int(template)).count
      return template == UInt32(TemplateSyntax.whole) || random.chance(1, in: 5)
        ? nil : random.number(0...count)..<count
    }
    let indices = try reader.templateIndices()
    var found: [Int] = []
    try reader.forEachPart(of: wanted, inTemplates: ends) { line, bytes in
      let part = bytes.withUnsafeBytes { Array($0) }
      found.append(line)
      let isWhole = ends[Int(indices[line])]?.lowerBound == 0
      if isWhole ? lines[line].message != part : Array(lines[line].message.suffix(part.count)) != part {
        Issue.record("\(name): the end of line \(line) differs")
      }
    }
    #expect(found == lines.indices.filter { wanted.contains($0) && ends[Int(indices[$0])] != nil }, "\(name)")
  }

  /// No line with a text is lost, whatever part of it is a variable.
  private func checkFilter(
    _ reader: TemplateBlock, _ lines: [TestLine], _ random: inout SplitMix64, _ name: String
  ) throws {
    let source = random.element(lines).message
    guard !source.isEmpty else { return }
    let start = random.number(0...source.count - 1)
    let text = Array(source[start..<min(source.count, start + random.number(1...12))])
    let isCaseSensitive = random.chance(1, in: 2)
    let asked = [TokenBytes.lowercased(text), text].suffix(isCaseSensitive ? 1 : 2)
    guard let filter = TextFilter(Array(asked), isCaseSensitive: isCaseSensitive) else { return }
    let passed = try reader.lines(of: LineSet(capacity: lines.count, all: true), passing: filter)
    for (index, line) in lines.enumerated() where !passed.contains(index) {
      let message = isCaseSensitive ? line.message : TokenBytes.lowercased(line.message)
      if Self.contains(message, isCaseSensitive ? text : TokenBytes.lowercased(text)) {
        Issue.record("\(name): line \(index) with \(String(decoding: text, as: UTF8.self)) is lost")
      }
    }
  }

  private static func contains(_ line: [UInt8], _ text: [UInt8]) -> Bool {
    guard line.count >= text.count else { return false }
    return (0...line.count - text.count).contains { line[$0...].starts(with: text) }
  }

  /// The template fits its line and says its level.
  private func checkTemplates(
    _ block: EncodedBlock, _ lines: [TestLine], _ dictionary: TemplateDictionary, _ name: String
  ) throws {
    var finder = TemplateFinder()
    for (line, number) in zip(lines, block.templates) where number != TemplateSyntax.whole {
      let template = dictionary.text(number)
      let found = finder.template(of: line.message.span.bytes)
      if found != template, finder.withoutPaths(found) != template {
        Issue.record("\(name): another template alone: \(String(decoding: line.message, as: UTF8.self))")
      }
      let text = String(decoding: line.message, as: UTF8.self)
      if SplitLine(line.message, template: template) == nil {
        Issue.record("\(name): not of its template: \(text)")
      }
      let level = Level.find(in: line.message.span.bytes)?.rawValue ?? 0
      if level != dictionary.level(number) {
        Issue.record(
          "\(name): level \(level), that of its template \(dictionary.level(number)): \(text.debugDescription)"
        )
      }
    }
  }

  private func checkVariables(
    _ block: EncodedBlock, _ reader: TemplateBlock, _ lines: [TestLine], _ dictionary: TemplateDictionary,
    _ random: inout SplitMix64, _ name: String
  ) throws {
    var whole = LineSet(capacity: lines.count)
    var byToken: [[UInt8]: [Int]] = [:]
    for (index, line) in lines.enumerated() {
      let number = block.templates[index]
      var tokens = SplitLine(line.message, template: dictionary.text(number))?.variables ?? []
      if number == TemplateSyntax.whole {
        whole.insert(index)
        tokens = SplitLine.tokens(line.message)
      }
      for token in tokens {
        if !block.keys.contains(TokenKey.token(token.span.bytes)) {
          Issue.record("\(name): the key of \(token) is missing")
        }
        if number != TemplateSyntax.whole { byToken[TokenBytes.lowercased(token), default: []].append(index) }
      }
    }
    var asked = Array(
      byToken.keys.sorted { $0.lexicographicallyPrecedes($1) }.shuffled(using: &random).prefix(6))
    asked += [Array("nowhere5".utf8), [], Array("00".utf8), Array("error".utf8)]
    asked += asked.prefix(2).map { $0 + [UInt8(ascii: "0")] } + asked.prefix(2).map { Array($0.dropLast()) }
    for token in asked {
      var expected = whole
      for line in byToken[token] ?? [] { expected.insert(line) }
      if try reader.lines(withVariable: token) != expected {
        Issue.record("\(name): other lines with \(String(decoding: token, as: UTF8.self))")
      }
    }
  }

  @Test(arguments: UInt64(0)..<40)
  func blockOfAnyLinesIsExactAndAnswersWhatItsLinesDo(_ seed: UInt64) throws {
    var encoded = 0
    for number in 0..<60 {
      var corpus = Corpus(seed: seed << 32 | UInt64(number))
      let lines = corpus.lines(corpus.random.number(1...corpus.random.element([3, 30, 200])))
      let first = corpus.random.chance(1, in: 2) ? 0 : corpus.random.number(0...lines.count - 1)
      let range = first..<corpus.random.number(first + 1...lines.count)
      if try check(lines, range, with: TestCodec(), &corpus.random, "seed \(seed).\(number)") { encoded += 1 }
    }
    #expect(encoded > 40)
  }

  @Test(arguments: UInt64(0)..<8)
  func blocksShareADictionary(_ seed: UInt64) throws {
    var corpus = Corpus(seed: seed ^ 0xD1C7)
    let codec = TestCodec()
    var blocks: [(EncodedBlock, [TestLine])] = []
    for number in 0..<30 {
      let lines = corpus.lines(corpus.random.number(1...100))
      try check(lines, with: codec, &corpus.random, "seed \(seed).\(number)")
      if let block = try codec.encode(lines) { blocks.append((block, lines)) }
    }
    #expect(blocks.count > 10)
    // One that is read from the texts gives the same lines.
    let loaded = TemplateDictionary()
    for number in 1..<codec.dictionary.count { loaded.append(codec.dictionary.text(number)) }
    for (block, lines) in blocks { #expect(try block.decoded(loaded) == lines) }
    // And it goes on with the same numbers.
    let next = corpus.lines(50)
    #expect(try codec.encode(next)?.bytes == TestCodec(loaded).encode(next)?.bytes)
  }

  @Test func randomBytesAreExactWhereTheyAreTaken() throws {
    var random = SplitMix64(seed: 40)
    for number in 0..<300 {
      let alphabet = random.element([
        Array(0...255), Array("a1-= \":".utf8), [0x11, 0x20, 0x31], Array("09af-".utf8),
      ])
      let lines = (0..<random.number(1...30)).map { _ in
        TestLine(
          (0..<random.number(0...40)).map { _ in random.element(alphabet) },
          at: Int64(bitPattern: random.next()))
      }
      try check(lines, with: TestCodec(), &random, "\(number)")
    }
  }

  @Test func manyLinesAndManyTemplatesAreExact() throws {
    var random = SplitMix64(seed: 41)
    let codec = TestCodec()
    let short = (0..<65_536).map { TestLine("k=\($0 % 777) n \($0)", at: Int64($0) * 1000) }
    #expect(try check(short, with: codec, &random, "65536 lines"))
    let empty = (0..<65_536).map { _ in TestLine([], at: 5) }
    #expect(try check(empty, with: codec, &random, "empty lines"))
    for count in [255, 256, 257, 300, 5000] {
      let lines = (0..<count).map { TestLine("\(Corpus.name($0)) 5", at: 0) }.shuffled(using: &random)
      #expect(try check(lines + lines, with: codec, &random, "\(count) templates"))
    }
  }

  @Test func lineAtTheLimitsIsExact() throws {
    var random = SplitMix64(seed: 42)
    let many = (0..<2000).map { TestLine("common \($0)", at: 0) }
    for length in (16 << 10) - 2...(16 << 10) + 2 {
      for text in ["z", "7 ", "a=b ", "é1-"] {
        let long = Array(String(repeating: text, count: length).utf8.prefix(length))
        let lines = many + [TestLine(long, at: 1)] + many
        #expect(try check(lines, with: TestCodec(), &random, "\(length) bytes of \(text)"))
      }
    }
    for variables in 1022...1026 {
      let lines = many + [TestLine(Array(String(repeating: "7 ", count: variables).utf8), at: 1)] + many
      #expect(try check(lines, with: TestCodec(), &random, "\(variables) variables"))
    }
  }

  // MARK: - What is not taken

  private static func prose(_ count: Int, _ random: inout SplitMix64) -> [TestLine] {
    (0..<count).map { _ in
      let words = (0..<random.number(5...15)).map { _ in Corpus.name(random.number(0...9999)) }
      return TestLine(words.joined(separator: " "), at: 0)
    }
  }

  @Test func proseAndNoiseLeaveTheDictionaryAsItWas() throws {
    var random = SplitMix64(seed: 43)
    let codec = TestCodec(allowance: 0, splitsPaths: true)
    var known = (0..<100).map { TestLine("a \($0) b", at: 0) }
    codec.allowance = 100
    #expect(try check(known, with: codec, &random, "known"))
    codec.allowance = 0
    let texts = (0..<codec.dictionary.count).map(codec.dictionary.text)
    for round in 0..<20 {
      let marked = (0..<200).map { _ in TestLine([0x11] + random.bytes(40), at: 0) }
      #expect(try codec.encode(round % 2 == 0 ? Self.prose(200, &random) : marked) == nil)
      #expect((0..<codec.dictionary.count).map(codec.dictionary.text) == texts)
      #expect(codec.allowance == 0)
      known.append(TestLine("a \(round) b", at: 0))
      #expect(try check(known, with: codec, &random, "round \(round)"))
    }
  }

  @Test func allowanceIsWhatUnlikeBlocksTakeOfIt() throws {
    var random = SplitMix64(seed: 44)
    let codec = TestCodec(allowance: 300, splitsPaths: true)
    #expect(try codec.encode(Self.prose(100, &random)) != nil)
    let left = codec.allowance
    #expect(left < 300 && left >= 200 - 1)
    let count = codec.dictionary.count
    #expect(try codec.encode(Self.prose(500, &random)) == nil)
    #expect(codec.allowance == left && codec.dictionary.count == count)
    // Few new templates among many lines take nothing.
    let like = (0..<1000).map { TestLine("like \($0)", at: 0) } + Self.prose(5, &random)
    #expect(try codec.encode(like + like) != nil)
    #expect(codec.allowance >= left - 6)
  }

  @Test func templatesThatFindNoRoomAreWholeLines() throws {
    var random = SplitMix64(seed: 45)
    let codec = TestCodec()
    while codec.dictionary.count < TemplateDictionary.maximumCount - 10 {
      codec.dictionary.append(Array("filler \(Corpus.name(codec.dictionary.count))".utf8))
    }
    let common = (0..<2000).map { TestLine("common \($0)", at: 0) }
    #expect(try check(common + Self.prose(50, &random) + [TestLine([], at: 0)], with: codec, &random, "full"))
    #expect(codec.dictionary.count == TemplateDictionary.maximumCount)
    #expect(
      try check(Self.prose(50, &random) + common + [TestLine([], at: 0)], with: codec, &random, "still full"))
    let byBytes = TestCodec()
    let long = [UInt8](repeating: UInt8(ascii: "z"), count: 16_000)
    var number = 0
    while byBytes.dictionary.count * 16_000 < TemplateDictionary.maximumBytes {
      byBytes.dictionary.append(long + Array(Corpus.name(number).utf8))
      number += 1
    }
    let lines = (0..<100).map { TestLine(long + Array(" \(Corpus.name($0))".utf8), at: 0) }
    let many = (0..<200_000).map { TestLine("common \($0) text", at: 0) }
    #expect(try check(many + lines, with: byBytes, &random, "full of bytes"))
  }

  @Test func whatIsForgottenCanBeAddedAnew() throws {
    var random = SplitMix64(seed: 46)
    let codec = TestCodec()
    let plain = TestCodec()
    for round in 0..<60 {
      let lines = (0..<200).map { _ in
        TestLine("\(Corpus.name(random.number(0...3000))) \(random.next())", at: 0)
      }
      let count = codec.dictionary.count
      _ = try codec.encode(Self.prose(random.number(1...400), &random))
      codec.dictionary.removeLast(downTo: count)
      #expect(codec.dictionary.count == count)
      #expect(try check(lines, with: codec, &random, "round \(round)"))
      #expect(try plain.encode(lines)?.bytes == codec.encode(lines)?.bytes)
    }
    #expect(
      (0..<plain.dictionary.count).allSatisfy { plain.dictionary.text($0) == codec.dictionary.text($0) })
  }

  // MARK: - Levels

  @Test(arguments: UInt64(0)..<16)
  func levelOfALineIsThatOfItsTemplate(_ seed: UInt64) throws {
    var corpus = Corpus(seed: seed ^ 0x1E7E1)
    for number in 0..<20 {
      let lines = (0..<1000).map { _ in TestLine(corpus.levels(), at: 0) }
      #expect(try check(lines, with: TestCodec(), &corpus.random, "seed \(seed).\(number)"))
    }
  }

  @Test(arguments: [
    "9-level=error", "pod-7f9-lvl=warn x", "1-severity=\"error\"", "a 5-level-x=error", "x1-error: y",
    "[1-a:error]", "7-log_level=30",
    "E1123 x", "<3>x", "<33>x", "<1a>x", "E112 x", "a5 ERROR", "level=5-info", "level=info-5-x",
    "\"level\": 30", "n=level=error", "\u{1B}[31mERROR\u{1B}[0m x", "\u{1B}[38;5;208mERROR x",
    "\u{1B}[32minfo\u{1B}[39m: x", "[\u{1B}[1;34mINFO5\u{1B}[m] x", "\u{1B}[3x;5mERROR", "\u{1B}[m;5mERROR",
  ])
  func levelOfAnAwkwardLineIsThatOfItsTemplate(_ text: String) throws {
    var random = SplitMix64(seed: 47)
    #expect(try check([TestLine(text, at: 0)], with: TestCodec(), &random, text))
  }

  /// What a container may learn is forgotten by a restart: however many there are, room is left for others.
  @Test func noNumberOfStartsTakesAllTheRoomForTemplates() {
    let dictionary = TemplateDictionary()
    #expect(dictionary.allowance == TemplateLearning.allowance)
    for start in 0..<40 {
      for number in 0..<dictionary.allowance { dictionary.append(Array("prose \(start) \(number)".utf8)) }
    }
    #expect(dictionary.allowance > 0 && dictionary.count < TemplateDictionary.maximumCount - 5000)
    let long = TemplateDictionary()
    for start in 0..<100 {
      for number in 0..<long.allowance {
        long.append(Array("\(start) \(number)".utf8) + [UInt8](repeating: 32, count: 1000))
      }
    }
    #expect(long.count * 1000 < TemplateDictionary.maximumBytes)
  }
}

import LogBlocks
import LogWire
import TestSupport
import Testing

struct TemplateDamageTests {
  /// What came of reading a damaged block.
  private enum Outcome {
    case refused
    case lines([TestLine])
  }

  /// Asks a block everything. Anything but ``BlockDamage`` fails the test, and a trap ends it.
  private static func read(_ block: EncodedBlock, _ dictionary: TemplateDictionary) throws -> Outcome {
    var refusals = 0
    func attempt<Result>(_ body: () throws -> Result) throws -> Result? {
      do { return try body() } catch is BlockDamage {
        refusals += 1
        return nil
      }
    }
    let lines = try attempt { try block.decoded(dictionary) }
    guard let reader = try attempt({ try block.open(dictionary) }) else { return .refused }
    _ = try attempt { try reader.times() }
    _ = try attempt { try reader.flags() }
    _ = try attempt { try reader.stderrLines() }
    _ = try attempt { try reader.templateIndices() }
    for token in ["5", "a1", "00ff", "error"] {
      _ = try attempt { try reader.lines(withVariable: Array(token.utf8)) }
    }
    if let filter = TextFilter([Array("a1".utf8), Array("5".utf8)], isCaseSensitive: false) {
      let all = LineSet(capacity: reader.lines, all: true)
      _ = try attempt { try reader.lines(of: all, passing: filter) }
    }
    var last = LineSet(capacity: reader.lines)
    last.insert(reader.lines - 1)
    _ = try attempt { try reader.forEachMessage(of: last) { _, _ in } }
    return lines.map(Outcome.lines) ?? .refused
  }

  /// A small block with columns of many kinds.
  private static func sample(_ seed: UInt64, lines count: Int = 40) throws -> (
    EncodedBlock, [TestLine], TestCodec
  ) {
    var corpus = Corpus(seed: seed)
    let codec = TestCodec()
    let lines = corpus.lines(count)
    if let block = try codec.encode(lines) { return (block, lines, codec) }
    return try sample(seed + 1000, lines: count)
  }

  @Test(arguments: UInt64(0)..<4)
  func eachChangedByteIsFound(_ seed: UInt64) throws {
    let (block, lines, codec) = try Self.sample(seed, lines: 20)
    var random = SplitMix64(seed: seed)
    var unread = 0
    for index in block.bytes.indices {
      for mask in [UInt8(1), 0x80, UInt8(random.number(1...255))] {
        var damaged = block
        damaged.bytes[index] ^= mask
        guard case .lines(let found) = try Self.read(damaged, codec.dictionary) else { continue }
        #expect(found == lines, "byte \(index)")
        unread += 1
      }
    }
    // Where all lines have one stream nobody looks at the section that says so: its checksum.
    #expect(unread <= 12)
  }

  @Test(arguments: UInt64(0)..<4)
  func endThatIsMissingIsFound(_ seed: UInt64) throws {
    let (block, lines, codec) = try Self.sample(seed, lines: 20)
    for count in 0..<block.bytes.count {
      var damaged = block
      damaged.bytes = Array(block.bytes[..<count])
      guard case .refused = try Self.read(damaged, codec.dictionary) else {
        Issue.record("\(count) of \(block.bytes.count) bytes gave lines")
        continue
      }
    }
    var longer = block
    longer.bytes += [1, 2, 3]
    #expect(try longer.decoded(codec.dictionary) == lines)
  }

  @Test func randomBytesAreRefused() throws {
    var random = SplitMix64(seed: 60)
    var (block, _, codec) = try Self.sample(1)
    for _ in 0..<3000 {
      block.bytes = random.bytes(random.number(0...400))
      if random.chance(1, in: 2) {
        for index in block.bytes.indices.prefix(16) { block.bytes[index] &= 0x0F }
      }
      guard case .refused = try Self.read(block, codec.dictionary) else {
        Issue.record("random bytes gave lines")
        return
      }
    }
  }

  /// Whoever changes the bytes and knows the checksums may get other lines, but no trap, and neither much memory nor much time.
  @Test(arguments: UInt64(0)..<16)
  func wildContentsAreRefusedOrAreLines(_ seed: UInt64) throws {
    let (block, _, codec) = try Self.sample(seed, lines: seed % 4 == 0 ? 400 : 40)
    let (other, _, _) = try Self.sample(seed + 500)
    let parts = try BlockParts(block)
    let others = try BlockParts(other)
    var random = SplitMix64(seed: seed)
    var slowest = Duration.zero
    for _ in 0..<250 {
      var changed = parts
      let section = random.number(0...changed.sections.count - 1)
      for _ in 0..<random.number(1...3) { Self.mutate(&changed.sections[section], &random) }
      if random.chance(1, in: 10) { changed.sections[section] = others.sections[section] }
      if random.chance(1, in: 20) {
        let sizes: [UInt64] = [0, 1, 1 << 28, 1 << 30, 1 << 32, 1 << 62, .max]
        changed.claims[section] = (stored: random.element(sizes), raw: random.element(sizes))
      }
      var wild = block
      wild.bytes = changed.bytes
      let start = ContinuousClock.now
      _ = try Self.read(wild, codec.dictionary)
      slowest = max(slowest, .now - start)
    }
    #expect(slowest < .seconds(2))
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
    let place = random.number(0...bytes.count)
    switch random.number(0...6) {
    case 0: bytes.insert(contentsOf: random.bytes(random.number(1...12)), at: place)
    case 1: bytes.removeLast(bytes.count - place)
    case 2:
      var varint: [UInt8] = []
      let values: [UInt64] = [.max, 1 << 63, 1 << 32, 0xFFFF_FFFF, 1 << 31, 1 << 20, 1 << 40, 300, 19]
      Varint.append(random.element(values), to: &varint)
      bytes.replaceSubrange(place..<min(bytes.count, place + random.number(0...3)), with: varint)
    default:
      guard place < bytes.count else { return }
      bytes[place] = random.element([
        0, 0xFF, 0x80, 0x7F, 64, 65, UInt8(random.number(0...255)), bytes[place] ^ 1,
      ])
    }
  }

  @Test func sectionsThatClaimGibibytesAreRefused() throws {
    let (block, _, codec) = try Self.sample(2)
    let parts = try BlockParts(block)
    // A frame of zeros that says, and holds, much more than it takes.
    var bomb: [UInt8] = []
    try ZstdCompressor(level: 1).compress([UInt8](repeating: 0, count: 300 << 20), appendingTo: &bomb)
    for section in parts.sections.indices {
      for raw: UInt64 in [300 << 20, 1 << 32, (1 << 32) - 1, 1 << 40] {
        var changed = parts
        changed.sections[section] = bomb
        changed.claims[section] = (stored: UInt64(bomb.count), raw: raw)
        var wild = block
        wild.bytes = changed.bytes
        guard case .refused = try Self.read(wild, codec.dictionary) else {
          Issue.record("section \(section) of \(raw) bytes gave lines")
          continue
        }
      }
    }
  }

  @Test func numbersThatClaimMuchAreRefused() throws {
    let codec = TestCodec()
    let lines = (0..<40).map { TestLine("job 00\($0 + 10) of \($0) took \($0 * $0)", at: 0) }
    let block = try #require(try codec.encode(lines))
    let parts = try BlockParts(block)
    for place in 0..<parts.sections[5].count {
      var changed = parts
      var varint: [UInt8] = []
      Varint.append(4_000_000_000, to: &varint)
      changed.sections[5].replaceSubrange(place...place, with: varint)
      var wild = block
      wild.bytes = changed.bytes
      // A line of gigabytes would be put together for each line, if one could be claimed.
      wild.textBytes = Int(UInt32.max)
      let start = ContinuousClock.now
      #expect(throws: BlockDamage.self) { try wild.decoded(codec.dictionary) }
      #expect(.now - start < .seconds(1), "byte \(place)")
    }
  }

  @Test func rowThatDoesNotFitIsRefused() throws {
    let (block, lines, codec) = try Self.sample(3)
    for number in [Int.min, -1, 0, lines.count - 1, lines.count + 1, 1 << 31, 1 << 40, .max] {
      var damaged = block
      damaged.lines = number
      #expect(throws: BlockDamage.self, "\(number) lines") { try damaged.decoded(codec.dictionary) }
      damaged = block
      damaged.textBytes = number
      #expect(throws: BlockDamage.self, "\(number) bytes of text") { try damaged.decoded(codec.dictionary) }
    }
    for streams in UInt8(0)...4 {
      var damaged = block
      damaged.streams = streams
      _ = try Self.read(damaged, codec.dictionary)
    }
    // A dictionary of another segment.
    for other in [TemplateDictionary(), try Self.sample(4).2.dictionary] { _ = try Self.read(block, other) }
    let error = #expect(throws: BlockDamage.self) { try block.open(TemplateDictionary()) }
    #expect(error?.isUnknownTemplate == true)
  }
}

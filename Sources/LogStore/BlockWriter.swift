internal import LineContent
internal import LogBlocks
internal import LogWire
internal import SQLite
internal import TokenIndex

/// Writes blocks to the tables of a segment, with what the index needs of them.
///
/// Everything happens in a transaction of the caller's; ``rollBack()`` undoes what is kept in memory.
final class BlockWriter {
  /// Of which container and where in its log.
  struct Place {
    var container: Int64
    var epoch: Int64
    var firstOrdinal: Int64
  }

  private let connection: Connection
  private let dictionary = TemplateDictionary()
  private let templateCodec: TemplateBlockEncoder
  private let textCodec = TextBlockCodec()
  private let words = BlockWords()
  private let keys = KeyCollector()
  private let runs: TokenRunWriter
  private var storedTemplates: Int
  private var learning: [Int64: TemplateLearning] = [:]
  /// What to return to when the transaction fails.
  private var committed: (templates: Int, learning: [Int64: TemplateLearning])
  private var encoded: [UInt8] = []

  private let insertTemplate: Statement
  private let insertBlock: Statement
  private let insertData: Statement
  private let insertWords: Statement

  init(_ connection: Connection) throws {
    self.connection = connection
    storedTemplates = try Self.load(dictionary, from: connection)
    templateCodec = TemplateBlockEncoder(dictionary: dictionary)
    runs = try TokenRunWriter(connection)
    committed = (storedTemplates, [:])
    insertTemplate = try connection.prepare("INSERT INTO templates VALUES(?1,?2,?3,?4)")
    insertBlock = try connection.prepare("INSERT INTO blocks VALUES(NULL,?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)")
    insertData = try connection.prepare("INSERT INTO block_data VALUES(?1,?2)")
    insertWords = try connection.prepare("INSERT INTO words(rowid, tokens) VALUES(?1,?2)")
  }

  /// Reads the templates of a segment; how many it has.
  private static func load(_ dictionary: TemplateDictionary, from connection: Connection) throws -> Int {
    let rows = try connection.prepare(TemplateRows.query)
    try rows.bind(0, at: 1)
    var count = 0
    while try rows.step() {
      try TemplateRows.check(rows, number: count, path: connection.path)
      if count > 0 { dictionary.append(rows.bytes(at: 2)) }
      count += 1
    }
    return count
  }

  /// The transaction was committed.
  func commit() {
    committed = (storedTemplates, learning)
  }

  /// The transaction failed.
  func rollBack() {
    (storedTemplates, learning) = committed
    // Number 0 is there before it is stored.
    dictionary.removeLast(downTo: max(storedTemplates, 1))
  }

  /// Writes lines `range` of `batch` as a block.
  func write(_ batch: LineBatch, _ range: Range<Int>, at place: Place) throws {
    var summary = BlockLines(batch.lines[range])
    encoded.removeAll(keepingCapacity: true)
    keys.removeAll()
    let codec = try encode(batch, range, place, &summary)
    let block = try insert(summary, codec: codec, batch, range, place)
    if codec == .text {
      try insertWords.bind(block, at: 1)
      try insertWords.bind(text: words.text, at: 2)
      try insertWords.run()
    }
    try runs.store(block: block, keys: keys)
  }

  /// Encodes the lines and collects their keys.
  private func encode(
    _ batch: LineBatch, _ range: Range<Int>, _ place: Place, _ summary: inout BlockLines
  ) throws -> BlockCodecID {
    let isTemplate = try templateCodec.encode(
      batch, lines: range, minTime: summary.minTime,
      learning: &learning[place.container, default: TemplateLearning(left: dictionary.allowance)],
      into: &encoded)
    guard isTemplate else {
      summary.addLevels(batch, range)
      try textCodec.encode(batch, lines: range, minTime: summary.minTime, into: &encoded)
      return words.collect(batch, lines: range, keys: keys) ? .text : .keyedText
    }
    summary.addLevels(batch, range, templateCodec)
    try storeTemplates()
    for key in templateCodec.keys { keys.add(key) }
    for template in templateCodec.templates { keys.add(TokenKey.template(template)) }
    return .template
  }

  private func insert(
    _ summary: BlockLines, codec: BlockCodecID, _ batch: LineBatch, _ range: Range<Int>, _ place: Place
  ) throws -> Int64 {
    let textBytes = Int(batch.lines[range.upperBound - 1].end) - batch.range(of: range.lowerBound).lowerBound
    let fields = [
      place.container, place.epoch, place.firstOrdinal, Int64(range.count), summary.minTime.nanoseconds,
      summary.maxTime.nanoseconds, Int64(summary.streams), codec.rawValue, Int64(textBytes),
    ]
    let levels = summary.levels.bytes
    var checksum = RowChecksum()
    for (index, field) in fields.enumerated() {
      try insertBlock.bind(field, at: Int32(index + 1))
      checksum.add(field)
    }
    checksum.add(levels.span.bytes)
    try insertBlock.bind(levels, at: 10)
    try insertBlock.bind(checksum.value, at: 11)
    try insertBlock.run()
    let block = connection.lastInsertedRow
    try insertData.bind(block, at: 1)
    try insertData.bind(encoded, at: 2)
    try insertData.run()
    return block
  }

  private func storeTemplates() throws {
    for number in storedTemplates..<dictionary.count {
      let text = dictionary.text(number)
      let level = Int64(dictionary.level(number))
      let checksum = TemplateRows.checksum(number: Int64(number), level: level, text.span.bytes)
      try insertTemplate.bind(Int64(number), at: 1)
      try insertTemplate.bind(level, at: 2)
      try insertTemplate.bind(text, at: 3)
      try insertTemplate.bind(checksum, at: 4)
      try insertTemplate.run()
    }
    storedTemplates = dictionary.count
  }
}

/// What the row of a block says of its lines.
private struct BlockLines {
  var minTime = Timestamp.distantFuture
  var maxTime = Timestamp.distantPast
  var streams: UInt8 = 0
  var levels = LevelCounts()

  init(_ lines: ArraySlice<LineBatch.Line>) {
    for line in lines {
      minTime = min(minTime, line.time)
      maxTime = max(maxTime, line.time)
      streams |= 1 << (line.stream.rawValue - 1)
    }
  }

  /// Adds the levels of a block of text, line by line.
  mutating func addLevels(_ batch: LineBatch, _ range: Range<Int>) {
    for line in range { levels.add(Self.level(batch, line), batch.lines[line].stream) }
  }

  /// Adds the levels of a template block: those of the templates, but for lines that are one variable.
  mutating func addLevels(_ batch: LineBatch, _ range: Range<Int>, _ codec: TemplateBlockEncoder) {
    let byIndex = codec.templates.map { codec.dictionary.level(Int($0)) }
    let hasWhole = codec.templates[0] == TemplateSyntax.whole
    let templates = codec.lineTemplates
    for line in range {
      let index = Int(templates[line - range.lowerBound])
      let level = hasWhole && index == 0 ? Self.level(batch, line) : byIndex[index]
      levels.add(level, batch.lines[line].stream)
    }
  }

  private static func level(_ batch: LineBatch, _ line: Int) -> UInt8 {
    let messages = batch.bytes
    return Level.find(in: messages.span.bytes.extracting(batch.range(of: line)))?.rawValue ?? 0
  }
}

import LogQuery
import LogStore
import SQLite
import TestSupport
import Testing

/// Bytes of a store change. A search says so or gives the right answer; it never crashes, and what it gives is right.
struct DamagedStoreTests {
  /// A column whose values are altered, and what names a row.
  private struct Column {
    var table: String
    var name: String
    var key: String

    static let blobs = [
      Column(table: "block_data", name: "data", key: "block"),
      Column(table: "run_data", name: "data", key: "chunk"),
      Column(table: "run_containers", name: "templates", key: "run, container, epoch"),
      Column(table: "templates", name: "text", key: "template"),
      Column(table: "blocks", name: "levels", key: "block"),
      Column(table: "tail", name: "data", key: "piece"),
    ]

    static let integers =
      [
        "container", "epoch", "first_ordinal", "lines", "min_time", "max_time", "streams", "text_bytes",
      ].map { Column(table: "blocks", name: $0, key: "block") }
      + ["level", "first_block", "blocks", "keys", "pairs", "width", "bucket_bits"].map {
        Column(table: "runs", name: $0, key: "run")
      }
      + ["first_ordinal", "next_ordinal", "min_time", "max_time", "streams", "text_blocks"].map {
        Column(table: "run_containers", name: $0, key: "run, container, epoch")
      } + [Column(table: "templates", name: "level", key: "template")]
  }

  /// A request, and what it must give.
  private struct Question {
    var request: SearchRequest
    var expected: [Hit]
    /// What it may give if something is damaged: without the limit, since other lines come in the place of those that are missing.
    var allowed: Set<Hit>

    init(_ request: SearchRequest, _ store: RandomStore) {
      self.request = request
      expected = ReferenceSearch.search(request, in: store.lines)
      var all = request
      all.limit = nil
      allowed = Set(ReferenceSearch.search(all, in: store.lines))
    }
  }

  private func ask(_ question: Question, _ store: RandomStore, _ change: String) throws {
    let engine = SearchEngine(layout: store.layout)
    var found: [Hit] = []
    let report = try engine.search(question.request) { hit in
      found.append(hit)
      return true
    }
    let query = question.request.query
    #expect(found == question.expected || !report.problems.isEmpty, "\(change): \(query) lacks lines")
    #expect(
      Set(found).isSubset(of: question.allowed) && Set(found).count == found.count, "\(change): \(query)")
    var unlimited = question.request
    unlimited.limit = nil
    let count = try engine.count(unlimited)
    #expect(
      count.hits == question.allowed.count || !count.problems.isEmpty, "\(change): \(query) is miscounted")
  }

  @Test(arguments: UInt64(2000)..<2006)
  func changedBytesAreReportedOrDoNoHarm(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let store = try RandomStore(seed: seed, steps: 60...90)
    store.close()
    let questions =
      try [Question(SearchRequest(), store)] + (0..<5).map { _ in Question(try store.request(), store) }
    let columns = Column.blobs + Column.blobs + Column.blobs + Column.integers
    var changes = 0
    while changes < 40 {
      let file = random.element(try store.layout.segments())
      let database = try Connection(path: file.path, mode: .readWrite)
      guard let change = try Self.change(random.element(columns), in: database, &random) else { continue }
      changes += 1
      for question in questions.shuffled(using: &random).prefix(2) {
        try ask(question, store, "seed \(seed), \(file.name) \(change.what)")
      }
      try change.undo(database)
    }
    for question in questions { try ask(question, store, "seed \(seed), undone") }
  }

  private struct Change {
    var what: String
    var undo: (Connection) throws -> Void
  }

  /// Alters a value of a random row; nil if there is none.
  private static func change(
    _ column: Column, in database: Connection, _ random: inout SplitMix64
  ) throws -> Change? {
    let count = Int(try database.integer("SELECT count(*) FROM \(column.table)") ?? 0)
    guard count > 0 else { return nil }
    let row = try database.prepare(
      "SELECT \(column.name), \(column.key) FROM \(column.table) LIMIT 1 OFFSET \(random.number(0...count - 1))"
    )
    guard try row.step() else { return nil }
    let names = column.key.split(separator: ",").map { $0.drop { $0 == " " } }
    let values = names.indices.map { row.integer(at: Int32($0 + 1)) }
    let place = zip(names, values).map { "\($0)=\($1)" }.joined(separator: " AND ")
    let update = "UPDATE \(column.table) SET \(column.name)=?1 WHERE \(place)"
    let what = "\(column.table).\(column.name) of \(place)"
    if column.name == "data" || column.name == "text" || column.name == "templates" || column.name == "levels"
    {
      let old = row.bytes(at: 0)
      row.reset()
      guard let new = altered(old, &random) else { return nil }
      try set(update, database) { try $0.bind(new, at: 1) }
      return Change(what: "\(what): \(old.count) bytes") { try set(update, $0) { try $0.bind(old, at: 1) } }
    }
    let old = row.integer(at: 0)
    row.reset()
    let new = old ^ (1 << Int64(random.number(0...random.element([2, 8, 62]))))
    try set(update, database) { try $0.bind(new, at: 1) }
    return Change(what: "\(what): \(new) for \(old)") { try set(update, $0) { try $0.bind(old, at: 1) } }
  }

  private static func set(_ sql: String, _ database: Connection, _ bind: (Statement) throws -> Void) throws {
    let statement = try database.prepare(sql)
    try bind(statement)
    try statement.run()
  }

  private static func altered(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8]? {
    var bytes = bytes
    guard let place = bytes.indices.randomElement(using: &random) else { return nil }
    switch random.number(0...5) {
    case 0...2: bytes[place] ^= 1 << UInt8(random.number(0...7))
    case 3: bytes[place] = bytes[place] &+ UInt8(random.number(1...255))
    case 4: bytes.removeLast(bytes.count - place)
    default: bytes.append(UInt8(random.number(0...255)))
    }
    return bytes
  }
}

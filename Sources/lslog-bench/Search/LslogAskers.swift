internal import LogQuery
internal import LogStore

/// The engine in this process.
struct EngineAsker: Asker {
  /// How the store is found.
  enum Temperature {
    /// By an engine that is kept, in memory that holds what was read before.
    case warm
    /// By a new engine for each question, with nothing of the store's files in memory.
    case cold(ColdFiles)
  }

  /// Where the store is.
  let store: StoreLayout
  /// How to ask it.
  let ways: Ask
  let lines: Int
  /// What is kept from one question to the next.
  let temperature: Temperature
  private let engine: SearchEngine

  init(store: StoreLayout, ways: Ask, lines: Int, temperature: Temperature) {
    (self.store, self.ways, self.lines, self.temperature) = (store, ways, lines, temperature)
    engine = SearchEngine(layout: store, pool: SegmentPool())
  }

  var title: String {
    switch temperature {
    case .warm: "lslog"
    case .cold: "lslog, cold"
    }
  }

  var isChecked: Bool { true }

  func prepare() {
    if case .cold(let files) = temperature { files.evict() }
  }

  func count(_ question: Question) throws -> Int {
    switch temperature {
    case .warm: try ways.hits(of: question, engine)
    case .cold: try ways.hits(of: question, SearchEngine(layout: store))
    }
  }
}

/// The command `lslog search`, from its start to its end: what a user waits for.
struct CommandAsker: Asker {
  /// The path of the command.
  let program: String
  /// Where the store is.
  let store: StoreLayout
  /// How to ask it.
  let ways: Ask
  let lines: Int
  /// The files to drop from memory before each question; nil: none.
  let cold: ColdFiles?

  var title: String { cold == nil ? "lslog command" : "lslog command, cold" }
  var isChecked: Bool { true }

  func prepare() { cold?.evict() }

  func count(_ question: Question) throws -> Int {
    let arguments = try ways.arguments(of: question, storePath: store.path).map { "'\($0)'" }
    let command = "\(program) \(arguments.joined(separator: " "))"
    let printed = try Program.shell(question.isCount ? command : "\(command) | wc -l")
    return printed.flatMap { Int($0.filter(\.isNumber)) } ?? -1
  }

  func ask(_ question: Question) throws {
    try Program([program] + ways.arguments(of: question, storePath: store.path), output: .discarded).wait()
  }
}

/// Fills one store in a process of its own, so that its memory and its CPU time are nobody else's.
///
/// `lslog-bench fill DESIGN PATH LINES KIND` (or a file instead of the kind); for ourselves, not for the help text.
struct FillCommand {
  /// What is typed on the command line.
  static let name = "fill"

  /// The kind of store.
  var design: Design
  /// Where it will be.
  var path: String
  /// How many lines to fill it with.
  var lines: Int
  /// Where the lines come from.
  var source: Corpus.Source

  /// In this process: fills the store and prints what it took.
  static func run(_ arguments: ArraySlice<String>) throws {
    let words = Array(arguments)
    guard words.count == 4, let design = Design(rawValue: words[0]), let lines = Int(words[2]) else {
      throw TextFile.Failure(description: "'\(name)' is for lslog-bench itself")
    }
    let source = CorpusKind(rawValue: words[3]).map(Corpus.Source.kind) ?? .file(words[3])
    let command = FillCommand(design: design, path: words[1], lines: lines, source: source)
    print(try command.fill().text, terminator: "")
  }

  /// In another process: the same, and returns what it took.
  func spawn() throws -> FillCost {
    let arguments = [
      "/proc/self/exe", Self.name, design.rawValue, path, "\(lines)", source.name,
    ]
    guard let text = try Program.output(of: arguments) else {
      throw TextFile.Failure(description: "filling the store '\(design.title)' with \(source.name) failed")
    }
    return FillCost(text)
  }

  private func fill() throws -> FillCost {
    var corpus = try Corpus(source, lines: lines)
    var store = try design.makeStore(path: path, containerCount: corpus.containerCount)
    var cost = FillCost()
    var pieces: [Corpus.Piece] = []
    while let piece = corpus.next() {
      cost.lines += piece.lines
      cost.rawBytes += piece.text.count
      pieces.append(piece)
      guard pieces.count == corpus.containerCount else { continue }
      try cost.ingest.measure { try store.store(pieces) }
      pieces.removeAll(keepingCapacity: true)
    }
    try cost.ingest.measure { try store.store(pieces) }
    try cost.sealing.measure { try store.seal() }
    cost.peakMemoryBytes = Meter.peakMemory()
    cost.storedBytes = try store.storedBytes()
    return cost
  }
}

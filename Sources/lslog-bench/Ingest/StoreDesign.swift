/// A store of one design, filled in order to measure what that costs.
protocol StoreDesign {
  /// Stores pieces, at most one of each container, in one transaction.
  mutating func store(_ pieces: [Corpus.Piece]) throws

  /// Does what may be done later, beside ingestion. Nothing is stored afterwards.
  mutating func seal() throws

  /// The size of its files.
  func storedBytes() throws -> Int
}

/// The designs there are.
enum Design: String, CaseIterable {
  case lslog, blocks, rows, text

  /// As in a table.
  var title: String {
    switch self {
    case .lslog: "lslog"
    case .blocks: "zstd text + words"
    case .rows: "FTS5, a row a line"
    case .text: "text"
    }
  }

  /// Makes an empty store at `path`.
  func makeStore(path: String, containerCount: Int) throws -> any StoreDesign {
    switch self {
    case .lslog: try LslogDesign(path: path, containerCount: containerCount)
    case .blocks: try BlockDesign(path: path, containerCount: containerCount)
    case .rows: try RowDesign(path: path, containerCount: containerCount)
    case .text: try TextDesign(path: path)
    }
  }
}

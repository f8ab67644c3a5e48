internal import Glibc

/// The store and the baseline's database, each filled once, in a folder that is deleted at the end.
final class FilledStores {
  /// How many lines the baseline takes at most: it is so slow that more would measure nothing but patience.
  private static let baselineLines = 250_000

  private let options: Options
  private let folder: String
  private var store: Result<FilledStore, any Error>?
  private var rows: Result<FilledRows, any Error>?

  init(_ options: Options) {
    self.options = options
    folder = "/tmp/lslog-bench-\(getpid())"
    mkdir(folder, 0o700)
  }

  deinit {
    _ = Shell.run("rm -rf \(folder)")
  }

  /// The log as text, for `grep`; written with the store.
  var textFile: String { folder + "/log.txt" }

  func lslog() throws -> FilledStore {
    if store == nil {
      store = Result { try FilledStore(Corpus(options), path: folder + "/lslog", textFile: textFile) }
    }
    guard let store else { preconditionFailure("just filled") }
    return try store.get()
  }

  func baseline() throws -> FilledRows {
    if rows == nil {
      rows = Result {
        try FilledRows(
          Corpus(options, lines: min(options.lines, Self.baselineLines)), path: folder + "/rows.db")
      }
    }
    guard let rows else { preconditionFailure("just filled") }
    return try rows.get()
  }
}

/// What filling took.
struct FillCost {
  var corpus: String
  var lines = 0
  /// Bytes of the messages, each with its line end.
  var rawBytes = 0
  var storedBytes = 0
  var peakMemoryBytes = 0
  var ingest = Meter()
  /// What is done later, beside ingestion: sealing.
  var sealing = Meter()
}

/// What filling a store took, as one process tells another: `name value` lines.
struct FillCost {
  /// How many lines were stored.
  var lines = 0
  /// Bytes of the messages, each with its line end.
  var rawBytes = 0
  /// The size of the store, sealed.
  var storedBytes = 0
  /// The highest memory of the process that filled the store, in bytes; the making of the lines has some 10 MB of it.
  var peakMemoryBytes = 0
  /// Decoding and storing.
  var ingest = Meter()
  /// What may be done later, beside ingestion.
  var sealing = Meter()

  private static var fields: [(name: String, path: WritableKeyPath<FillCost, Int>)] {
    [
      ("lines", \.lines), ("raw_bytes", \.rawBytes), ("stored_bytes", \.storedBytes),
      ("peak_memory_bytes", \.peakMemoryBytes), ("ingest_wall", \.ingest.wallNanoseconds),
      ("ingest_cpu", \.ingest.cpuNanoseconds), ("sealing_wall", \.sealing.wallNanoseconds),
      ("sealing_cpu", \.sealing.cpuNanoseconds),
    ]
  }

  /// Nothing yet.
  init() {}

  /// Reads what ``text`` wrote.
  init(_ text: String) {
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard let field = Self.fields.first(where: { $0.name == words.first ?? "" }), words.count == 2 else {
        continue
      }
      self[keyPath: field.path] = Int(words[1]) ?? 0
    }
  }

  /// One field a line.
  var text: String {
    Self.fields.map { "\($0.name) \(self[keyPath: $0.path])\n" }.joined()
  }
}

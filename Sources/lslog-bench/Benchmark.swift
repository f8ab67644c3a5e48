/// One subject that is measured. One file for each.
protocol Benchmark {
  /// What is typed on the command line.
  var name: String { get }

  func run(_ harness: Harness) -> [BenchmarkResult]
}

/// One figure of a candidate and, where there is one, of what it is measured against.
struct BenchmarkResult {
  /// What was measured: the input, the setting.
  var label: String
  var candidate: Variant
  var baseline: Variant?
  /// The work of one run.
  var work: Work

  /// One of the things that are compared.
  struct Variant {
    var name: String
    var samples: Samples
  }

  /// How much one run handles, for rates.
  struct Work {
    /// What is counted: frames, lines, queries.
    var unit: String
    var count: Int
    var bytes: Int
  }
}

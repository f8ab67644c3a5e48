/// One subject that is measured. One file for each.
protocol Benchmark: Sendable {
  /// What is typed on the command line.
  var name: String { get }

  /// What is measured, in a few words.
  var summary: String { get }

  func run(_ conditions: Conditions) throws -> [Measurement]
}

/// What all benchmarks of one run share.
struct Conditions {
  var harness = Harness()
  var options: Options
  /// The store and the baseline's database, filled once for all who need them.
  var filled: FilledStores
}

/// The figures of one variant of one subject.
struct Measurement {
  /// What was measured: the input, the setting.
  var subject: String
  var variant: String
  var figures: [Figure]
}

/// One number.
struct Figure {
  /// As in JSON: with the unit in it, such as `cpu_seconds_per_million_lines`.
  var name: String
  /// As in a table.
  var heading: String
  var value: Double
  var decimals: Int

  init(_ name: String, _ heading: String, _ value: Double, decimals: Int) {
    self.name = name
    self.heading = heading
    self.value = value
    self.decimals = decimals
  }
}

/// One subject that is measured. One file for each.
protocol Benchmark: Sendable {
  /// What is typed on the command line.
  var name: String { get }

  /// What is measured, in a few words.
  var summary: String { get }

  /// Measures all of it.
  func run(_ conditions: Conditions) throws -> Outcome
}

/// What all benchmarks of one run share.
struct Conditions {
  /// What was typed.
  var options: Options
  /// For what is made in passing.
  var folder: Folder
}

/// What a benchmark found.
struct Outcome {
  /// The figures of all variants, in the order of the table.
  var measurements: [Measurement] = []
  /// The same figures, arranged to be compared at a glance.
  private(set) var overviews: [Grid] = []
  /// What was not run and why, and answers that are wrong. Each once.
  private(set) var notes: [String] = []

  /// With no overview and no notes yet.
  init(measurements: [Measurement] = []) {
    self.measurements = measurements
  }

  /// Adds rows to the last overview if that has the same columns.
  mutating func add(_ overview: Grid) {
    if overviews.last?.header == overview.header {
      overviews[overviews.count - 1].rows += overview.rows
    } else {
      overviews.append(overview)
    }
  }

  /// Adds a note unless it is there.
  mutating func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }
}

/// The figures of one variant of one subject.
struct Measurement {
  /// What was measured: the input, the setting.
  var subject: String
  /// Who did it.
  var variant: String
  /// In the order of the table; each variant of a subject has the same.
  var figures: [Figure]
}

/// One number.
struct Figure {
  /// As in JSON: with the unit in it, such as `cpu_seconds_per_million_lines`.
  var name: String
  /// As in a table.
  var heading: String
  /// In the unit that ``name`` says.
  var value: Double
  /// How many a table shows.
  var decimals: Int

  /// The members in their order.
  init(_ name: String, _ heading: String, _ value: Double, decimals: Int) {
    self.name = name
    self.heading = heading
    self.value = value
    self.decimals = decimals
  }
}

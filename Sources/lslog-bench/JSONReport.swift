/// All figures of a run as JSON:
/// `{"machine": {…}, "lines": […], "source": …, "figures": [{"benchmark": …, "subject": …, "variant": …, …}], "notes": […]}`.
struct JSONReport {
  /// What the figures were measured on.
  let machine: Machine
  private let options: Options
  private var entries: [String] = []
  private var notes: [String] = []

  /// With no figures yet.
  init(machine: Machine, options: Options) {
    self.machine = machine
    self.options = options
  }

  /// Adds what a benchmark found.
  mutating func add(_ benchmark: String, _ outcome: Outcome) {
    notes += outcome.notes.map { Self.quoted("\(benchmark): \($0)") }
    for measurement in outcome.measurements {
      let figures = measurement.figures.map { (Self.quoted($0.name), "\($0.value)") }
      entries.append(
        Self.object(
          [
            (Self.quoted("benchmark"), Self.quoted(benchmark)),
            (Self.quoted("subject"), Self.quoted(measurement.subject)),
            (Self.quoted("variant"), Self.quoted(measurement.variant)),
          ] + figures))
    }
  }

  /// Writes the file, replacing what is there.
  func write(to path: String) throws {
    let computer = Self.object([
      ("\"processor\"", Self.quoted(machine.processor)), ("\"cores\"", "\(machine.cores)"),
      ("\"memory_bytes\"", "\(machine.memoryBytes)"), ("\"kernel\"", Self.quoted(machine.kernel)),
    ])
    let text = """
      {"machine": \(computer),
       "lines": \(options.counts), "source": \(Self.quoted(options.source.name)),
       "figures": [
        \(entries.joined(separator: ",\n  "))
       ],
       "notes": [
        \(notes.joined(separator: ",\n  "))
      ]}

      """
    try TextFile.write(Array(text.utf8), to: path)
  }

  private static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\($0): \($1)" }.joined(separator: ", ") + "}"
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

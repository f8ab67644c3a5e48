/// All figures of a run as JSON: `{"machine": {…}, "lines": …, "figures": [{"benchmark": …, "subject": …, "variant": …, …}]}`.
struct JSONReport {
  let machine: Machine
  private let options: Options
  private var entries: [String] = []

  init(machine: Machine, options: Options) {
    self.machine = machine
    self.options = options
  }

  mutating func add(_ benchmark: String, _ measurements: [Measurement]) {
    for measurement in measurements {
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

  func write(to path: String) throws {
    let computer = Self.object([
      ("\"processor\"", Self.quoted(machine.processor)), ("\"cores\"", "\(machine.cores)"),
      ("\"memory_bytes\"", "\(machine.memoryBytes)"), ("\"kernel\"", Self.quoted(machine.kernel)),
    ])
    let text = """
      {"machine": \(computer),
       "lines": \(options.lines), "corpus": \(Self.quoted(options.corpus ?? "synthetic")),
       "figures": [
        \(entries.joined(separator: ",\n  "))
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

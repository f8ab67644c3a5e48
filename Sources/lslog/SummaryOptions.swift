internal import ArgumentParser
internal import LogQuery
internal import Terminal

/// What `lslog search` prints instead of the hits.
struct SummaryOptions: ParsableArguments {
  @Flag(help: "Print only how many hits there are.")
  var count = false

  @Flag(help: "Print how many hits there are over time, with bars.")
  var histogram = false

  @Option(help: "What --histogram tells the hits apart by.")
  var by: HitGrouping?

  @Option(
    help: ArgumentHelp(
      "Print the most frequent values of a field of the line, or of level, container, project, resource or stream.",
      valueName: "field"))
  var top: String?

  @Flag(help: "Print which fields the hits have, how often, and some values.")
  var fields = false

  /// What was asked for, by the name of its option.
  private var asked: [String] {
    (count ? ["--count"] : []) + (histogram ? ["--histogram"] : []) + (top == nil ? [] : ["--top"])
      + (fields ? ["--fields"] : [])
  }

  /// Whether something is printed instead of the hits.
  var isAsked: Bool { !asked.isEmpty }

  /// The option that asks for it; nil if none does.
  var name: String? { asked.first }

  /// How many values or fields are shown if nobody says.
  static let topLimit = 10
  static let fieldLimit = 50

  /// Refuses what does not go together with the other options of the command.
  func check(limit: Int?, reverse: Bool, output: OutputFormat) throws {
    if by != nil, !histogram { throw ValidationError("--by tells how --histogram counts; add --histogram.") }
    if let top, TopField(top, isCaseSensitive: true) == nil { throw ValidationError("--top takes a name.") }
    guard let name = asked.first else { return }
    if asked.count > 1 {
      throw ValidationError("\(asked.joined(separator: " and ")) are several answers; leave all but one out.")
    }
    if limit != nil, count || histogram { throw ValidationError("\(name) counts all hits; leave out -n.") }
    if reverse { throw ValidationError("\(name) has no order; leave out --reverse.") }
    if output == .raw { throw ValidationError("\(name) is printed as text or json, not raw.") }
  }
}

internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import LogQuery
internal import LogWire
internal import Platform
internal import Terminal

/// `lslog patterns`.
struct PatternsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patterns",
    abstract: "Show what kinds of lines there are, how many, and which are new.",
    discussion: """
      Lines that differ only in their variables are one pattern, shown with <*> for each variable: words with a digit, \
      values of fields, and the words of paths where there are too many different ones. Takes the query and the \
      filters of lslog search; without them all lines count.

      TREND is the time of all lines in eight pieces, the earliest first. Below its figures stand each pattern and one of \
      its latest lines.

      EXAMPLES
        lslog patterns --since 1h
        lslog patterns 'level>=error' -c 'api*' -n 50
        lslog patterns --new-since 1h        # what was never seen before
        lslog patterns --new-since '2026-11-23 14:00' -o json | jq -r .example

      Exit status: 0 found, 1 nothing found, 2 an error.
      """)

  /// The formats that make sense for patterns.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @OptionGroup(title: "Filters")
  var filter: FilterOptions

  @Option(
    name: .customLong("new-since"),
    help: ArgumentHelp(
      "Only patterns that no line of these containers has before this time, whatever the query.",
      valueName: "time"))
  var newSince: String?

  @Option(
    name: [.customShort("n", allowingJoined: true), .customLong("patterns")],
    help: ArgumentHelp("Only the most frequent patterns, this many.", valueName: "count"))
  var limit = 20

  @Flag(help: "Say on stderr what the search did and how long each step took.")
  var explain = false

  @Option(name: .shortAndLong, help: "How to print: text for reading, json (one object a line).")
  var output: Format = .text

  @Option(help: "Whether to colour. NO_COLOR is honoured by auto.")
  var color: ColorMode = .auto

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func validate() throws {
    if limit < 0 { throw ValidationError("-n takes a count of patterns, not \(limit).") }
    if newSince != nil, filter.since != nil {
      throw ValidationError("--new-since says itself from when on lines count; leave out --since.")
    }
  }

  func run() throws {
    try ExitStatus.reporting {
      let environment = ProcessEnvironment.current()
      let (request, moment) = try request()
      let search = try StoreSearch(location: try storeOptions.location(environment))
      let (patterns, report) = try search.patterns(of: request, newSince: moment)
      try TextOutput.write(text(of: patterns, environment.variables), to: STDOUT_FILENO)
      for problem in report.problems { Diagnostic.warning(problem) }
      if explain { try TextOutput.write(SearchExplanation.text(report), to: STDERR_FILENO) }
      if patterns.count > 0 { return .found }
      return report.problems.isEmpty ? .nothingFound : .failed
    }
  }

  private func request() throws -> (SearchRequest, newSince: Timestamp?) {
    var filter = filter
    if newSince != nil { filter.since = newSince }
    var request = try filter.request()
    request.limit = limit
    return (request, newSince == nil ? nil : request.since)
  }

  private func text(of report: PatternReport, _ variables: [String: String]) -> String {
    switch output {
    case .json: return PatternJSON.text(report)
    case .text:
      let terminal = TerminalDevice(descriptor: STDOUT_FILENO)
      let isColored = color.isColored(onTerminal: terminal != nil, environment: variables)
      return PatternText(calendar: filter.calendar, isColored: isColored, width: terminal?.size.columns)
        .text(report)
    }
  }
}

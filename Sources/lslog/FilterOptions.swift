internal import ArgumentParser
internal import LogQuery
internal import LogWire
internal import Platform

/// Which lines are meant: the options of every command that finds lines.
struct FilterOptions: ParsableArguments {
  @Argument(help: "What to look for; several arguments are taken as one query.")
  var query: [String] = []

  @Option(help: ArgumentHelp("Not before this time.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("Not after this time.", valueName: "time"))
  var until: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Only containers with this name, a name that fits this glob, or an id that begins so. Can be repeated.",
      valueName: "name"))
  var container: [String] = []

  @Option(
    help: ArgumentHelp("Only containers of this project (name or glob). Can be repeated.", valueName: "name"))
  var project: [String] = []

  @Option(
    help: ArgumentHelp("Only containers of this resource (name or glob). Can be repeated.", valueName: "name")
  )
  var resource: [String] = []

  @Flag(help: "Find words, texts and fields in the same case only.")
  var caseSensitive = false

  @Option(help: "Only this stream.")
  var stream: StreamOption?

  @Flag(help: "Times are in UTC rather than local: those printed, and those given without an offset.")
  var utc = false

  /// How times are read and printed.
  var calendar: CivilCalendar { utc ? .utc : .local }

  /// The search for these lines: all of them, oldest first.
  ///
  /// - Throws: `QuerySyntaxError` and others, for what can't be understood.
  func request() throws -> SearchRequest {
    let range = try TimeRange(
      since: since, until: until, relativeTo: TimeExpression(now: .now(), calendar: calendar))
    return SearchRequest(
      query: try Query(parsing: query.joined(separator: " "), caseSensitive: caseSensitive),
      since: range.since, until: range.until,
      containers: try ContainerFilter(names: container, projects: project, resources: resource),
      stream: stream?.stream)
  }
}

internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import LogQuery
internal import LogStore
internal import LogWire
internal import Platform
internal import Terminal

/// `lslog search`.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find lines, oldest first.",
    discussion: """
      QUERY
        error timeout          both words, in any case and order
        "connection refused"   the text
        time*                  words that begin so
        error -healthcheck     without a word; also -"text", -( … ), NOT
        error OR warn          one or the other; ( … ) groups
        status=500 /api/v1     text with signs in it, not within longer words
      An empty query finds every line. Quote the query for the shell: 'error -debug'.

      TIME
        10m, 2h, 3d, 1h30m     that long ago
        now, today, yesterday  also 'yesterday 14:02'
        14:02, 2026-11-23, '2026-11-23 14:02:03.5'   local time
        2026-11-23T14:02:03.5Z, …+02:00              RFC 3339
      Both ends are included.

      EXAMPLES
        lslog search error --since 10m
        lslog search '"connection refused" OR timeout' -c 'worker-*'
        lslog search --since yesterday --until today
        lslog search -n 20 --project shop --stream stderr
        lslog search trace_id=4bf92f3577b34da6 -o json | jq .message
        lslog search -c api -o raw --since today > api.log

      Exit status: 0 found, 1 nothing found, 2 an error. A part of the store that can't be read is reported, and then \
      finding nothing is an error too.
      """)

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

  @Option(help: "Only this stream.")
  var stream: StreamOption?

  @Option(
    name: [.customShort("n", allowingJoined: true), .customLong("lines")],
    help: ArgumentHelp("Only the last hits, this many.", valueName: "count"))
  var limit: Int?

  @Flag(help: "Newest first.")
  var reverse = false

  @Option(
    name: .shortAndLong,
    help: "How to print: text for reading, json (one object a line), raw (the exact bytes).")
  var output: OutputFormat = .text

  @Option(help: "Whether to colour. NO_COLOR is honoured by auto.")
  var color: ColorMode = .auto

  @Flag(name: .customLong("no-pager"), help: "Never start a pager (LSLOG_PAGER, PAGER, less).")
  var noPager = false

  @Flag(help: "Times are in UTC rather than local: those printed, and those given without an offset.")
  var utc = false

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-n takes a count of lines, not \(limit).") }
  }

  func run() throws {
    try ExitStatus.reporting {
      let environment = ProcessEnvironment.current()
      let request = try request()
      let search = try StoreSearch(location: try storeOptions.location(environment))
      let outcome = try searchOutput(request, environment.variables).print { body in
        try search.hits(of: request, body).problems
      }
      for problem in outcome.problems { Diagnostic.warning(problem) }
      if outcome.hits > 0 { return .found }
      return outcome.problems.isEmpty ? .nothingFound : .failed
    }
  }

  private var calendar: CivilCalendar { utc ? .utc : .local }

  private func request() throws -> SearchRequest {
    let range = try TimeRange(
      since: since, until: until, relativeTo: TimeExpression(now: .now(), calendar: calendar))
    return SearchRequest(
      query: try Query(parsing: query.joined(separator: " ")), since: range.since, until: range.until,
      containers: try ContainerFilter(names: container, projects: project, resources: resource),
      stream: stream?.stream, limit: limit, order: reverse ? .newestFirst : .oldestFirst)
  }

  private func searchOutput(_ request: SearchRequest, _ variables: [String: String]) -> SearchOutput {
    let isColored = color.isColored(onTerminal: isatty(STDOUT_FILENO) == 1, environment: variables)
    let formatter: any HitFormatter =
      switch output {
      case .text:
        TextHitFormatter(calendar: calendar, isColored: isColored, matcher: LineMatcher(request.query))
      case .json: JSONHitFormatter()
      case .raw: RawHitFormatter()
      }
    // Raw bytes are for programs; a pager would change them.
    let pager = noPager || output == .raw ? nil : PagerCommand(environment: variables)
    return SearchOutput(formatter: formatter, descriptor: STDOUT_FILENO, pager: pager)
  }
}

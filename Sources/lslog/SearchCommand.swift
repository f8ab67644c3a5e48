internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import LogQuery
internal import LogWire
internal import Platform
internal import Quantities
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
        time* *out *meo*       words that begin so, end so, have it anywhere
        /time(out|d out)/i     a regular expression; i: in any case
        error -healthcheck     without a word; also -"text", -( … ), NOT
        error OR warn          one or the other; ( … ) groups
        status=500 /api/v1     text with signs in it, not within longer words
        level:error level>=warn        what the line says of its level
        status:500 took>1.5 user.id:42 fields of the line, in JSON or key=value
        path:/api/* name:"a b" error:* a field that begins so, is so, is there at all
        container:api-* project:shop resource:api stream:stderr
      An empty query finds every line. Quote the query for the shell: 'error -debug'; and in it a text with a colon: \
      '"main.go:12"'. docs/query.md has all of the language.

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
        lslog search 'level>=error -container:batch-*' --since today
        lslog search trace_id:4bf92f3577b34da6 -o json | jq .message
        lslog search -c api -o raw --since today > api.log
        lslog search panic -B 5 -A 20 --since 1h
        lslog search 'level>=error' -f
        lslog search error --since today --histogram --by container
        lslog search -c api --top status; lslog search -c api --fields

      Exit status: 0 found, 1 nothing found, 2 an error. A part of the store that can't be read is reported, and then \
      finding nothing is an error too. With -f an interrupt is a normal end.
      """)

  @OptionGroup(title: "Filters")
  var filter: FilterOptions

  @Option(
    name: [.customShort("n", allowingJoined: true), .customLong("lines")],
    help: ArgumentHelp(
      "Only the last hits, this many. With --top: values, 10 if not given; with --fields: fields, 50.",
      valueName: "count"))
  var limit: Int?

  @Flag(help: "Newest first.")
  var reverse = false

  @OptionGroup
  var contextOptions: ContextOptions

  @OptionGroup
  var followOptions: FollowOptions

  @Option(
    name: .customLong("limit-bytes"),
    help: ArgumentHelp(
      "Stop before the messages printed have more bytes than this (10MiB).", valueName: "size"),
    transform: ByteCount.option)
  var byteLimit: ByteCount?

  @OptionGroup(title: "Instead of the hits")
  var summary: SummaryOptions

  @Flag(help: "Say on stderr what the search did and how long each step took.")
  var explain = false

  @Option(
    name: .shortAndLong,
    help: "How to print: text for reading, json (one object a line), raw (the exact bytes).")
  var output: OutputFormat = .text

  @Option(help: "Whether to colour. NO_COLOR is honoured by auto.")
  var color: ColorMode = .auto

  @Flag(name: .customLong("no-pager"), help: "Never start a pager (LSLOG_PAGER, PAGER, less).")
  var noPager = false

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func validate() throws {
    if let limit, limit < 0 { throw ValidationError("-n takes a count of lines, not \(limit).") }
    try checkFollow()
    try summary.check(limit: limit, reverse: reverse, output: output)
    try checkSummary()
  }

  private func checkSummary() throws {
    guard let name = summary.name else { return }
    if contextOptions.size != nil {
      throw ValidationError("\(name) prints no lines; leave out -A, -B and -C.")
    }
    if byteLimit != nil { throw ValidationError("\(name) prints no messages; leave out --limit-bytes.") }
  }

  private func checkFollow() throws {
    guard followOptions.isOn else { return }
    if reverse { throw ValidationError("-f prints hits as they come; leave out --reverse.") }
    if let name = summary.name {
      throw ValidationError("-f comes to no end that could be counted; leave out \(name).")
    }
    if filter.until != nil { throw ValidationError("-f waits for what is to come; leave out --until.") }
    if contextOptions.size != nil {
      throw ValidationError("-f prints each hit at once, without what follows it; leave out -A, -B and -C.")
    }
    if explain { throw ValidationError("--explain tells of a search that has ended; leave out -f.") }
  }

  func run() throws {
    try ExitStatus.reporting {
      let environment = ProcessEnvironment.current()
      let request = try request()
      let search = try StoreSearch(location: try storeOptions.location(environment))
      if followOptions.isOn { return try printNewHits(request, search, environment.variables) }
      let (report, isFound) =
        try summary.isAsked
        ? printSummary(request, search, environment.variables)
        : printHits(request, search, environment.variables)
      for problem in report.problems { Diagnostic.warning(problem) }
      if explain { try TextOutput.write(SearchExplanation.text(report), to: STDERR_FILENO) }
      if isFound { return .found }
      return report.problems.isEmpty ? .nothingFound : .failed
    }
  }

  private func request() throws -> SearchRequest {
    var request = try filter.request()
    request.limit = limit
    request.order = reverse ? .newestFirst : .oldestFirst
    followOptions.apply(to: &request)
    return request
  }

  private func printSummary(
    _ request: SearchRequest, _ search: StoreSearch, _ variables: [String: String]
  ) throws -> (SearchReport, isFound: Bool) {
    let isColored = color.isColored(onTerminal: isatty(STDOUT_FILENO) == 1, environment: variables)
    let summary = SearchSummary(
      options: summary, request: request, limit: limit, isJSON: output == .json, isColored: isColored,
      calendar: filter.calendar)
    return try summary.print(search)
  }

  private func printHits(
    _ request: SearchRequest, _ search: StoreSearch, _ variables: [String: String]
  ) throws -> (SearchReport, isFound: Bool) {
    var report = SearchReport()
    var limit = MessageLimit(bytes: byteLimit?.bytes)
    _ = try searchOutput(request, variables).printLines { body in
      func admitted(_ line: SearchLine) throws -> Bool { try limit.admits(line) && body(line) }
      if let size = contextOptions.size {
        report = try search.lines(of: request, context: size, admitted)
      } else {
        report = try search.hits(of: request) { hit in try admitted(.hit(hit)) }
      }
      return report.problems
    }
    tell(limit)
    return (report, report.hits > 0)
  }

  /// Prints what is stored and what is added, until a signal comes or nobody reads on.
  private func printNewHits(
    _ request: SearchRequest, _ search: StoreSearch, _ variables: [String: String]
  ) throws -> ExitStatus {
    var limit = MessageLimit(bytes: byteLimit?.bytes)
    var isWhole = true
    let output = searchOutput(request, variables)
    let following = search.follow(request) { problem in
      isWhole = false
      Diagnostic.warning(problem)
    }
    var pause: FollowPause?
    _ = try output.printLines { body in
      try following.run { round in
        // Only now: an interrupt ends a search that takes long at once.
        let waiting = pause ?? FollowPause(writingTo: STDOUT_FILENO)
        pause = waiting
        return try output.flush() && waiting.wait(after: round)
      } _: { hit in
        try limit.admits(.hit(hit)) && body(.hit(hit))
      }
      return []
    }
    tell(limit)
    return following.hits > 0 ? .found : isWhole ? .nothingFound : .failed
  }

  private func tell(_ limit: MessageLimit) {
    guard let byteLimit, limit.isReached else { return }
    Diagnostic.note("stopped at \(byteLimit) of messages (--limit-bytes); there is more")
  }

  private func searchOutput(_ request: SearchRequest, _ variables: [String: String]) -> SearchOutput {
    let isColored = color.isColored(onTerminal: isatty(STDOUT_FILENO) == 1, environment: variables)
    let formatter: any HitFormatter =
      switch output {
      case .text:
        TextHitFormatter(
          calendar: filter.calendar, isColored: isColored, matcher: LineMatcher(request.query),
          tellsContext: contextOptions.size != nil)
      case .json: JSONHitFormatter()
      case .raw: RawHitFormatter()
      }
    // Raw bytes are for programs; a pager would change them. And it would wait for an end that never comes.
    let pager = noPager || output == .raw || followOptions.isOn ? nil : PagerCommand(environment: variables)
    return SearchOutput(formatter: formatter, descriptor: STDOUT_FILENO, pager: pager)
  }
}

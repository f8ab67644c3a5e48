internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import HealthStore
internal import LogQuery
internal import LogWire
internal import Platform
internal import Terminal

/// `lslog health [NAME…]`.
struct HealthShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show the state of each container, since when, why, and what changed.",
    usage: """
      lslog health [<name> ...] [--unhealthy] [--watch] [<options>]
      lslog health <name> ... --why [-C <count>] [<options>]
      lslog health [<name> ...] --history [--since <time>] [--until <time>] [<options>]
      lslog health silence <name> --for <duration> | silences | unsilence <number>
      """,
    discussion: """
      Without a NAME a table of all containers; with one all that is known of it: uptime, probes, what lslogd did, and \
      its changes, also when it is gone, as long as its changes are kept.

      STATES
        ✓ healthy       what checks it passes: the image's HEALTHCHECK, and probes
        ✓ running       nothing checks it
        … created       made, not started
        … starting      what checks it has not answered yet
        ‖ paused
        ■ stopped (0)   ended with exit code 0
        ! degraded      a probe that only warns fails, or one is slow
        ~ flapping (…)  changes too often between well and not well; (…) is how it is just now
        ✗ stopped (n)   ended otherwise
        ✗ unhealthy     the HEALTHCHECK or a probe fails
        ✗ restarting    Docker starts it again and again
        ? unknown       lslogd can't tell
        ■ gone          removed
      From degraded on they are not well.

      LAST 24 H has a sign for each hour, up to now: █ up all the time, ▇ to ▁ less and less of it, × down all the time, - not \
      meant to be up, ? not known, · not there. UPTIME is that of the 24 hours, of the time up or down. P50/P95 is of the slowest \
      probe.

      Exit status: 0 all that are shown are well; 1 one is not; 2 an error, no such container, or no store. With --why and \
      --history: 0 shown, 1 there is nothing to show, 2 as above. --watch ends with 0.

      EXAMPLES
        lslog health
        lslog health --unhealthy --project shop
        lslog health api                     # also 'api*', a resource, or the first digits of an id
        lslog health api --why -C 50         # what happened last, and the log around it
        lslog health --history --since yesterday --until today
        lslog health --watch
        lslog health -o json | jq 'select(.well | not) | .container'
        lslog health -- silence              # a container that is called so
        HEALTHCHECK CMD lslog health api --store /store
      """)

  /// The formats that make sense for states.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json

    init?(argument: String) {
      // What `table` was called before.
      self.init(rawValue: argument == "text" ? "table" : argument)
    }
  }

  @Argument(
    help: "Only containers with this name or resource, one that fits this glob, or an id that begins so.")
  var names: [String] = []

  @Option(
    help: ArgumentHelp("Only containers of this project (name or glob). Can be repeated.", valueName: "name"))
  var project: [String] = []

  @Flag(help: "Only those that are not well.")
  var unhealthy = false

  @Flag(help: "The last change for the worse, what it is based on, and the lines of the log around it.")
  var why = false

  @OptionGroup
  var contextOptions: ContextOptions

  @Flag(help: "The changes, oldest first.")
  var history = false

  @Option(
    help: ArgumentHelp("With --history: not before this time, as lslog search takes it.", valueName: "time"))
  var since: String?

  @Option(help: ArgumentHelp("With --history: not after this time.", valueName: "time"))
  var until: String?

  @Flag(help: "Go on showing it, on the whole terminal, until q or Ctrl-C.")
  var watch = false

  @Option(
    help: ArgumentHelp(
      "How many of the last changes to show: 10 below the table, 50 of a container, all with --history if not given.",
      valueName: "count"))
  var changes: Int?

  @Option(name: .shortAndLong, help: "How to print: table for reading, json (one object a line).")
  var output: Format = .table

  @Option(help: "Whether to colour. NO_COLOR is honoured by auto.")
  var color: ColorMode = .auto

  @Flag(help: "Times are in UTC rather than local: those printed, and those given without an offset.")
  var utc = false

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func validate() throws {
    if let changes, changes < 0 { throw ValidationError("--changes takes a count, not \(changes).") }
    let modes = [("--why", why), ("--history", history), ("--watch", watch)].filter(\.1).map(\.0)
    if modes.count > 1 { throw ValidationError("\(modes[0]) and \(modes[1]) exclude each other.") }
    if why, names.isEmpty { throw ValidationError("--why needs the name of a container.") }
    if !why, contextOptions.size != nil { throw ValidationError("-A, -B and -C go with --why.") }
    if !history, since != nil || until != nil {
      throw ValidationError("--since and --until go with --history.")
    }
    if unhealthy, why || history { throw ValidationError("--unhealthy does not go with \(modes[0]).") }
    if watch, output == .json { throw ValidationError("--watch draws on a terminal; leave out -o json.") }
    if watch, isatty(STDOUT_FILENO) != 1 {
      throw ValidationError("--watch draws on a terminal, and the output is none.")
    }
  }

  func run() throws {
    try ExitStatus.reporting {
      let environment = ProcessEnvironment.current()
      let location = try storeOptions.location(environment)
      let selection = try HealthSelection(names: names, projects: project)
      let health = try StoredHealth(location: location, selection: selection)
      let terminal = TerminalDevice(descriptor: STDOUT_FILENO)
      let print = HealthPrinter(
        isJSON: output == .json, calendar: utc ? .utc : .local, now: .now(),
        isColored: color.isColored(onTerminal: terminal != nil, environment: environment.variables),
        width: terminal?.size.columns)
      if why { return try print.why(health, around: contextOptions.size, in: location) }
      if history { return try print.history(health, range(), newest: changes) }
      if watch, let terminal {
        return try HealthWatch(
          health: health, calendar: print.calendar, isColored: print.isColored, isUnwell: unhealthy,
          changes: changes
        ).run(on: terminal)
      }
      if names.isEmpty { return try print.table(health, isUnwell: unhealthy, changes: changes ?? 10) }
      return try print.details(health, isUnwell: unhealthy, changes: changes ?? 50)
    }
  }

  private func range() throws -> TimeRange {
    try TimeRange(
      since: since, until: until,
      relativeTo: TimeExpression(now: .now(), calendar: utc ? .utc : .local))
  }
}

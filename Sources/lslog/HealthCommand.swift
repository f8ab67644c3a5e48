internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import HealthStore
internal import LogQuery
internal import LogWire
internal import Platform
internal import Terminal

/// `lslog health`.
struct HealthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health",
    abstract: "Show the state of each container, since when, and what changed.",
    discussion: """
      STATES
        ✓ healthy      the health check passes
        ✓ running      there is no health check
        … created      made, not started
        … starting     the health check has not answered yet
        ‖ paused
        ■ stopped (0)  ended with exit code 0
        ✗ stopped (n)  ended otherwise
        ✗ unhealthy    the health check fails
        ✗ restarting   Docker starts it again and again
        ? unknown      lslogd can't tell

      Exit status: 0 all is well; 1 a container is unhealthy, restarting, unknown, or stopped otherwise than with exit code \
      0; 2 an error.

      EXAMPLES
        lslog health
        lslog health -o json | jq 'select(.well | not) | .container'
      """)

  /// The formats that make sense for states.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Option(name: .shortAndLong, help: "How to print: text for reading, json (one object a line).")
  var output: Format = .text

  @Option(help: "Whether to colour. NO_COLOR is honoured by auto.")
  var color: ColorMode = .auto

  @Option(
    help: ArgumentHelp(
      "How many of the last changes to show below the states (text only).", valueName: "count"))
  var changes = 10

  @Flag(help: "Print times in UTC rather than in local time.")
  var utc = false

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func validate() throws {
    if changes < 0 { throw ValidationError("--changes takes a count, not \(changes).") }
  }

  func run() throws {
    try ExitStatus.reporting {
      let environment = ProcessEnvironment.current()
      let health = try StoredHealth(location: try storeOptions.location(environment))
      let rows = try health.rows(now: .now())
      try TextOutput.write(text(of: rows, health, environment.variables), to: STDOUT_FILENO)
      return rows.allSatisfy(\.state.isWell) ? .found : .nothingFound
    }
  }

  private func text(of rows: [HealthRow], _ health: StoredHealth, _ variables: [String: String]) throws
    -> String
  {
    switch output {
    case .json: return HealthJSON.text(rows)
    case .text:
      let isColored = color.isColored(onTerminal: isatty(STDOUT_FILENO) == 1, environment: variables)
      let calendar: CivilCalendar = utc ? .utc : .local
      let states = HealthTable(calendar: calendar, now: .now(), isColored: isColored).text(rows)
      let changes = TransitionTable(calendar: calendar, isColored: isColored)
        .text(try health.transitions(newest: changes))
      return changes.isEmpty ? states : states + "\n" + changes
    }
  }
}

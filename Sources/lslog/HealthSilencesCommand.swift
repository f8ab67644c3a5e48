internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import LogQuery
internal import LogWire
internal import Platform
internal import Terminal

/// `lslog health silences`.
struct HealthSilencesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "silences",
    abstract: "List the silences that are not over.",
    discussion: "Exit status: 0 there are some, 1 there is none, 2 an error.")

  @Option(name: .shortAndLong, help: "How to print: table for reading, json (one object a line).")
  var output: HealthShowCommand.Format = .table

  @Option(help: "Whether to colour. NO_COLOR is honoured by auto.")
  var color: ColorMode = .auto

  @Flag(help: "Print times in UTC rather than in local time.")
  var utc = false

  @OptionGroup(title: "Store")
  var storeOptions: StoreOptions

  func run() throws {
    try ExitStatus.reporting {
      let environment = ProcessEnvironment.current()
      let now = Timestamp.now()
      let silences = try StoredSilences(location: try storeOptions.location(environment)).list(now: now)
      let terminal = TerminalDevice(descriptor: STDOUT_FILENO)
      let table = SilenceTable(
        calendar: utc ? .utc : .local,
        isColored: color.isColored(onTerminal: terminal != nil, environment: environment.variables),
        width: terminal?.size.columns)
      try TextOutput.write(
        output == .json ? SilenceTable.json(silences, now: now) : table.text(silences), to: STDOUT_FILENO)
      return silences.isEmpty ? .nothingFound : .found
    }
  }
}

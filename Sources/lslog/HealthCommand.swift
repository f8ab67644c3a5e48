internal import ArgumentParser

/// `lslog health`: showing is what it does if nothing else is said.
struct HealthCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health",
    abstract: "Show how the containers are, since when and why; and silence their reports.",
    discussion: "Without one of these words it is show: lslog health --help has its options.",
    subcommands: [
      HealthShowCommand.self, HealthSilenceCommand.self, HealthSilencesCommand.self,
      HealthUnsilenceCommand.self,
    ],
    defaultSubcommand: HealthShowCommand.self)

  /// The arguments of `lslog` with `show` put in where it may be left out, so that `lslog health --help` is its help and
  /// `lslog health -- silence` asks for a container of that name.
  static func expanding(_ arguments: [String]) -> [String] {
    let words = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard arguments.first == configuration.commandName else { return arguments }
    if arguments.count > 1, words.contains(arguments[1]) { return arguments }
    return [arguments[0], "show"] + arguments.dropFirst()
  }
}

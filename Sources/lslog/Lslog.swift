internal import ArgumentParser
internal import Glibc
internal import Platform
internal import Terminal

/// `lslog`: the command a person types.
@main
struct Lslog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lslog",
    abstract:
      "Search the logs of this host's containers, see how the containers are, and run stacks of them.",
    discussion: """
      search, patterns, health and export read what lslogd collects; lslogd need not be running for that. up, down, ps, \
      logs, restart and build work on the containers that a lightshuttle.yml describes; see docs/stacks.md.

      Exit status: 0 found, all is well, or done; 1 nothing found, not all is well, or failed; 2 an error.
      """,
    version: LslogVersion.text,
    subcommands: [
      SearchCommand.self, PatternsCommand.self, HealthCommand.self, ImportCommand.self, ExportCommand.self,
      UpCommand.self, DownCommand.self, PsCommand.self, LogsCommand.self, RestartCommand.self,
      BuildCommand.self,
    ])

  /// Parses the arguments and runs what they say. ArgumentParser's own `main` would answer wrong usage with 64.
  static func main() {
    StandardDescriptors.occupy()
    // A reader that leaves is to be seen as an error of write(2), not to be the end of the process.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot(HealthCommand.expanding(Array(CommandLine.arguments.dropFirst())))
      try command.run()
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      Diagnostic.error(usageMessage(for: error, arguments: Array(CommandLine.arguments.dropFirst())))
      Glibc.exit(ExitStatus.failed.rawValue)
    }
  }

  /// ArgumentParser says what is wrong; a `-word` that it took for options needs one more sentence.
  private static func usageMessage(for error: any Error, arguments: [String]) -> String {
    let message = fullMessage(for: error)
    let text = message.hasPrefix("Error: ") ? String(message.dropFirst(7)) : message
    let isExclusion = arguments.contains { argument in
      argument.hasPrefix("-") && !argument.hasPrefix("--") && !argument.dropFirst(2).allSatisfy(\.isNumber)
    }
    guard ["search", "patterns", "export"].contains(arguments.first), isExclusion else { return text }
    return text + "\nhint: to leave out lines with a word, write it inside the quoted query or after --: "
      + "lslog search 'error -debug', lslog search -- -debug"
  }
}

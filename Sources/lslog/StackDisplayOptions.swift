internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import Quantities
internal import Stacks
internal import Terminal

/// How the progress of a stack is shown, and how long it may take.
struct StackDisplayOptions: ParsableArguments {
  /// The formats of progress.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @Option(
    name: .shortAndLong,
    help: "How to print what happens: text on stderr, json (one object a line) on stdout.")
  var output: Format = .text

  @Flag(name: .shortAndLong, help: "Print nothing but errors.")
  var quiet = false

  @Option(help: ArgumentHelp("How long each container may take until it is healthy.", valueName: "duration"))
  var timeout = "5m"

  func validate() throws {
    do { _ = try Duration(parsing: timeout) } catch { throw ValidationError("--timeout: \(error)") }
  }

  /// The deadline of each container.
  var deadline: Duration { (try? Duration(parsing: timeout)) ?? .seconds(300) }

  /// What shows it.
  func display(_ color: ColorMode) -> StackDisplay {
    let variables = ProcessEnvironment.current().variables
    return StackDisplay(
      mode: quiet ? .quiet : output == .json ? .json : .text,
      isColored: color.isColored(onTerminal: isatty(STDERR_FILENO) == 1, environment: variables))
  }
}

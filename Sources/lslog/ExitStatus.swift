internal import ArgumentParser
internal import Glibc
internal import LogQuery
internal import Terminal

/// What the process tells the shell, as grep does it.
enum ExitStatus: Int32 {
  /// Hits were found, or every container is well.
  case found = 0
  /// There were no hits, or a container is not well.
  case nothingFound = 1
  /// The question was malformed, or the answer could not be got or written.
  case failed = 2
  /// SIGINT came: 128 and its number, as a shell says it.
  case interrupted = 130
  /// SIGTERM came.
  case terminated = 143

  /// The status after a signal that ended the command.
  init(signal: Int32) { self = signal == SIGTERM ? .terminated : .interrupted }

  /// Runs a command, says on stderr why it failed if it did, and ends with its status.
  static func reporting(_ body: () throws -> ExitStatus) throws(ExitCode) {
    let status: ExitStatus
    do {
      status = try body()
    } catch {
      Diagnostic.error((error as? QuerySyntaxError)?.diagnostic ?? "\(error)")
      status = .failed
    }
    if status != .found { throw ExitCode(status.rawValue) }
  }
}

internal import ArgumentParser
internal import DaemonConfiguration
internal import Glibc

/// How the process leaves when something was thrown.
enum Exit {
  /// The code for wrong usage and wrong configuration; ArgumentParser's own would be 64.
  static let usage: Int32 = 2

  /// Prints the error where it belongs and leaves: 0 for `--help` and `--version`, 2 for usage and configuration, else 1.
  static func leave(for error: any Error) -> Never {
    if let problems = error as? ConfigError {
      say(problems.description)
      exit(usage)
    }
    let code = LSLogd.exitCode(for: error)
    let message = LSLogd.fullMessage(for: error)
    if code.isSuccess {
      if !message.isEmpty { print(message) }
      exit(0)
    }
    if !message.isEmpty { say(message) }
    exit(code == .validationFailure ? usage : code.rawValue)
  }

  /// Writes lines to stderr.
  static func say(_ text: String) {
    let bytes = Array("\(text)\n".utf8)
    write(STDERR_FILENO, bytes, bytes.count)
  }
}

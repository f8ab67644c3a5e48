package import ArgumentParser
internal import DaemonConfiguration
internal import Glibc
internal import Logging

/// A subcommand that is the work of one child process.
package protocol RoleCommand: ParsableCommand {
  /// Does the work until it is stopped.
  ///
  /// - Throws: `ConfigError` when the configuration is at fault, which stops the whole lslogd; anything else makes the supervisor
  ///   start the role again.
  func work() async throws
}

extension RoleCommand {
  /// Does the work; an error goes to the log, where it stands beside what the supervisor says about the death.
  package func workOrLeave() async {
    do {
      try await work()
    } catch let problems as ConfigError {
      Exit.leave(for: problems)
    } catch {
      Logger(label: Self._commandName).critical("failed", metadata: ["error": "\(error)"])
      Glibc.exit(1)
    }
  }
}

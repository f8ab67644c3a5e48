/// A channel that runs a program.
package struct CommandSettings: Sendable, Hashable {
  /// Its absolute path, and its arguments.
  package var command: [String]
  /// How long it may take; then it is killed, with all that it started.
  package var timeout: Duration
  /// What it finds beside our variables.
  package var environment: [String: String]

  package init(command: [String], timeout: Duration = .seconds(30), environment: [String: String] = [:]) {
    self.command = command
    self.timeout = timeout
    self.environment = environment
  }
}

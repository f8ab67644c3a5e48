/// How a command in a container is.
package struct ExecState: Sendable, Hashable {
  /// Whether it has not ended.
  package var isRunning: Bool
  /// What it returned; nil until it has ended.
  package var exitCode: Int?

  /// Makes a state.
  package init(isRunning: Bool, exitCode: Int?) {
    self.isRunning = isRunning
    self.exitCode = exitCode
  }
}

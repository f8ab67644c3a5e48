/// The state of a container's health check, from inspect.
package struct ContainerHealth: Sendable, Hashable {
  /// One run of the check.
  package struct Probe: Sendable, Hashable {
    /// When it began, nanoseconds since 1970; nil if the engine does not say.
    package var start: Int64?
    /// When it ended.
    package var end: Int64?
    /// What the command returned; 0 is good.
    package var exitCode: Int
    /// What the command wrote; the engine cuts it at 4,096 bytes. Input from outside.
    package var output: String

    /// Makes a result.
    package init(start: Int64?, end: Int64?, exitCode: Int, output: String) {
      self.start = start
      self.end = end
      self.exitCode = exitCode
      self.output = output
    }
  }

  /// What the checks come to.
  package var status: HealthStatus
  /// How many failed in a row up to now.
  package var failingStreak: Int
  /// The newest run the engine remembers.
  package var lastProbe: Probe?

  /// Makes a health.
  package init(status: HealthStatus, failingStreak: Int = 0, lastProbe: Probe? = nil) {
    self.status = status
    self.failingStreak = failingStreak
    self.lastProbe = lastProbe
  }

  /// The health of a container without a check.
  package static let none = ContainerHealth(status: .none)
}

/// How the engine asks a container whether it is well.
///
/// Source: <https://docs.docker.com/reference/dockerfile/#healthcheck>.
public struct HealthCheckSpec: Sendable, Hashable {
  /// What is run in the container; exit status 0 means well.
  public enum Test: Sendable, Hashable {
    /// A program with its arguments.
    case command([String])
    /// A line for the container's shell.
    case shell(String)
    /// None, even if the image has one.
    case none
  }

  /// What is run.
  public var test: Test
  /// The time between two runs; nil: the engine's 30 s.
  public var interval: Duration?
  /// How long a run may take; nil: the engine's 30 s.
  public var timeout: Duration?
  /// So many failures in a row make it unhealthy; nil: the engine's 3.
  public var retries: Int?
  /// How long failures don't count after the start; nil: they always do.
  public var startPeriod: Duration?

  /// Describes a health check with the engine's own times.
  public init(test: Test) {
    self.test = test
  }
}

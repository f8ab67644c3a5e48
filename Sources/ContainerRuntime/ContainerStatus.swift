/// How a container is, as far as whoever waits for it cares.
public enum ContainerStatus: Sendable, Hashable {
  /// Not yet running, or running while its health check has not decided.
  case starting
  /// Running, without a health check.
  case running
  /// Running, and its health check says that all is well.
  case healthy
  /// Running, and its health check says that something is wrong.
  case unhealthy
  /// Ended.
  case stopped(exitCode: Int)
}

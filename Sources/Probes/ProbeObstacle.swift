/// Why the prober can't tell how a container is.
struct ProbeObstacle: Error, Sendable {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}

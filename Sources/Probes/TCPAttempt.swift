internal import NIOCore
internal import NIOPosix

/// One connection, made and closed.
struct TCPAttempt: ProbeAttempt {
  let place: HostPort
  /// The connecting ends by then, also when nobody waits for it any more.
  let limit: Duration

  func finding() async -> ProbeFinding {
    let result = OneShot<ProbeFinding>()
    // The promise of a connection can't be cancelled; the attempt goes on until its time-out, and nobody looks.
    ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connectTimeout(TimeAmount(limit))
      .connect(host: place.host, port: place.port)
      .whenComplete { outcome in
        switch outcome {
        case .success(let channel):
          channel.close(promise: nil)
          result.fill(.passed)
        case .failure(let error):
          result.fill(TransportFailure.finding(of: error) ?? .failed("\(error)"))
        }
      }
    return await result.value() ?? .undetermined("the probe was cancelled")
  }

  func overdue(after limit: Duration) -> ProbeFinding { .failed("no connection within \(limit.shown)") }
}

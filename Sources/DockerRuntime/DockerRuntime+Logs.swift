public import ContainerRuntime
internal import DockerEngine
internal import NIOCore

extension DockerRuntime {
  /// Passes the log on line by line. A line of more than 1 MiB comes as several chunks, of which only the last has the
  /// end of the line.
  public func logs(
    of id: ContainerID, options: LogOptions, _ body: @Sendable (LogChunk) async throws -> Void
  ) async throws {
    // What the receiver throws is no failure of the log.
    var refusal: (any Error)?
    do {
      guard let (container, _) = try await details(of: id) else { throw RuntimeError.notFound(id) }
      try await attempt({ .logStream(id: id, $0) }) {
        try await read(container, options) { chunk in
          do {
            try await body(chunk)
          } catch {
            refusal = error
            throw error
          }
        }
      }
    } catch let error as RuntimeError {
      if case .logStream(_, let cause) = error, cause.status == 404, refusal == nil {
        throw RuntimeError.notFound(id)
      }
      throw refusal ?? error
    }
  }

  private func read(
    _ container: ContainerDetails, _ options: LogOptions, _ body: (LogChunk) async throws -> Void
  ) async throws {
    let wanted = FollowRequest(
      containerID: container.id, since: options.since, tail: options.tail, follow: options.follow)
    let isPodman = try await engine.version().isPodman
    let request = LifecycleRequest(
      .get, ["containers", container.id, "logs"], query: wanted.query(isPodman: isPodman))
    var decoder = LogChunkDecoder(container, since: options.since)
    do {
      try await engine.stream(request) { part in
        for chunk in decoder.consume(part.readableBytesSpan) { try await body(chunk) }
        if let failure = decoder.failure { throw failure }
      }
    } catch let error as EngineError {
      // What began before the log broke off is as much as there will be of it.
      for chunk in decoder.finish() { try await body(chunk) }
      throw error
    }
    for chunk in decoder.finish() { try await body(chunk) }
    if let failure = decoder.failure { throw failure }
  }
}

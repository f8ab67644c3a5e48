package import ContainerRuntime

extension StackRunner {
  /// Passes on what containers write, in the order in which it arrives.
  ///
  /// With `follow` it does not end by itself: a container that ends is taken up again when it runs again, and so is another one
  /// that has come in its place. Cancel it.
  ///
  /// - Parameters:
  ///   - project: its name.
  ///   - containers: those that are meant, as ``containers(_:of:)`` gives them.
  ///   - options: which part of each log, and whether to go on at its end.
  ///   - receive: called with the resource and each chunk, from any task; chunks of one container are in order.
  /// - Throws: ``StackError/failed(_:leftovers:)`` where logs can't be read, once the others have ended; what `receive` throws;
  ///   `CancellationError`.
  package func logs(
    project: String, of containers: [ManagedContainer], options: LogOptions,
    _ receive: @escaping @Sendable (_ resource: String, _ chunk: LogChunk) throws -> Void
  ) async throws {
    let failures = try await withThrowingTaskGroup(of: StackError.Failure?.self) { group in
      for container in containers {
        group.addTask {
          do {
            try await self.log(project: project, of: container, options: options) { chunk in
              try receive(container.resource, chunk)
            }
            return nil
          } catch let error as RuntimeError {
            return .init(resource: container.resource, reason: "\(error)")
          }
        }
      }
      return try await group.reduce(into: [StackError.Failure]()) { failures, failure in
        if let failure { failures.append(failure) }
      }
    }
    guard failures.isEmpty else { throw StackError.failed(failures, leftovers: []) }
  }

  private func log(
    project: String, of container: ManagedContainer, options: LogOptions,
    _ receive: @escaping @Sendable (LogChunk) throws -> Void
  ) async throws {
    var container = container
    var options = options
    while true {
      let last = LatestTime(options.since ?? .min)
      do {
        try await runtime.logs(of: container.id, options: options) { chunk in
          last.note(chunk.time)
          try receive(chunk)
        }
      } catch RuntimeError.notFound where options.follow {}
      guard options.follow else { return }
      let next = try await successor(of: container, in: project)
      // The log of a container goes on; that of another one begins.
      options.tail = nil
      options.since = next.id == container.id && last.value > .min ? last.value + 1 : nil
      container = next
    }
  }

  /// Waits until a container runs again, or another one of its resource runs.
  private func successor(
    of container: ManagedContainer, in project: String
  ) async throws -> ManagedContainer {
    while true {
      try await Task.sleep(for: interval)
      let next = try await runtime.list(project: project).first { other in
        other.resource == container.resource && (other.id != container.id || other.status.runs)
      }
      if let next { return next }
    }
  }
}

extension ContainerStatus {
  fileprivate var runs: Bool {
    if case .stopped = self { false } else { true }
  }
}

internal import ContainerRuntime
internal import DockerEngine

extension DockerRuntime {
  /// Runs a part of an operation, and says of its failure which operation it was.
  ///
  /// - Parameter failure: the error for a cause.
  /// - Throws: a ``RuntimeError``, or `CancellationError` when the task was cancelled.
  @discardableResult
  func attempt<Value>(
    _ failure: (RuntimeError.Cause) -> RuntimeError, _ operation: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await operation()
    } catch {
      // Whatever broke when the task was cancelled broke because of it.
      try Task.checkCancellation()
      switch error {
      case is RuntimeError, is CancellationError: throw error
      case let error as EngineError where error.code == .unreachable:
        throw RuntimeError.connect(RuntimeError.Cause(error))
      default: throw failure(RuntimeError.Cause(error))
      }
    }
  }
}

extension RuntimeError.Cause {
  /// What an error of the client says.
  init(_ error: any Error) {
    if let error = error as? RuntimeError.Cause {
      self = error
    } else if let error = error as? EngineError, let words = error.daemonMessage {
      // The operation is said already.
      self.init(status: error.status, "the engine says: \(words)")
    } else {
      self.init(status: (error as? EngineError)?.status, "\(error)")
    }
  }
}

extension EngineError {
  /// What the engine said, or what happened to the request.
  var reason: String { daemonMessage ?? description }
}

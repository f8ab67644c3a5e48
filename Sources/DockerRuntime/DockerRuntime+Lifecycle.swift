public import ContainerRuntime
internal import DockerEngine

extension DockerRuntime {
  /// How long a removal that is under way is waited for.
  private static let removalPatience = Duration.seconds(60)
  /// How long a container that is to be removed may be killed.
  private static let killPatience = Duration.seconds(15)

  /// Stops a container; the engine kills it after the grace.
  public func stop(_ id: ContainerID, grace: Duration) async throws {
    try await attempt({ .stop(id: id, $0) }) {
      try await engine.call(
        LifecycleRequest(
          .post, try id.path("stop"), query: [("t", "\(grace.wholeSeconds)")], accepting: [304, 404]),
        patience: .seconds(grace.wholeSeconds) + LifecycleEngine.patience)
    }
  }

  /// Stops a container if it runs, and starts it.
  public func restart(_ id: ContainerID, grace: Duration) async throws {
    try await attempt({ .start(name: id.short, $0) }) {
      let answer = try await engine.call(
        LifecycleRequest(
          .post, try id.path("restart"), query: [("t", "\(grace.wholeSeconds)")], accepting: [404]),
        patience: .seconds(grace.wholeSeconds) + LifecycleEngine.patience)
      if answer.status == 404 { throw RuntimeError.notFound(id) }
    }
  }

  /// Removes a container by force. If somebody else is removing it, that is waited for.
  public func remove(_ id: ContainerID, volumes: Bool) async throws {
    try await attempt({ .remove(id: id, $0) }) {
      let request = LifecycleRequest(
        .delete, try id.path(), query: [("force", "1"), ("v", volumes ? "1" : "0")], accepting: [404])
      do {
        try await engine.call(request, patience: Self.removalPatience)
      } catch let error as EngineError where error.code == .http(status: 409) {
        try await waitForRemoval(of: id, or: error)
      }
    }
  }

  /// Somebody else removes it, or it can't be removed.
  private func waitForRemoval(of id: ContainerID, or refusal: EngineError) async throws {
    guard let state = try await currentState(of: id) else { return }
    // A container that runs is shown as running until it is killed, also when its removal has begun.
    let patience = state == .removing ? Self.removalPatience : Self.killPatience
    do {
      try await engine.call(
        LifecycleRequest(.post, try id.path("wait"), query: [("condition", "removed")], accepting: [404]),
        patience: patience)
    } catch let error as EngineError where error.code == .timeout {
      throw refusal
    }
    // A removal that failed ends the wait, too.
    guard try await currentState(of: id) == nil else { throw refusal }
  }

  private func currentState(of id: ContainerID) async throws -> ContainerState? {
    let answer = try await engine.call(LifecycleRequest(.get, try id.path("json"), accepting: [404]))
    guard answer.status != 404 else { return nil }
    return try EngineJSON.reading(answer) { try ContainerDetails.decode(answer.body) }.state
  }
}

extension ContainerID {
  /// The components of a path.
  ///
  /// - Throws: ``RuntimeError/invalidSpec(_:)`` for an id without a character, which would name another thing.
  func path(_ action: String? = nil) throws(RuntimeError) -> [String] {
    guard !text.isEmpty, text != ".", text != ".." else {
      throw .invalidSpec("'\(text)' is neither an id nor a name of a container")
    }
    return ["containers", text] + (action.map { [$0] } ?? [])
  }
}

extension Duration {
  /// Seconds, rounded up; 0 for what is negative, and at most a year.
  fileprivate var wholeSeconds: Int64 {
    let (seconds, attoseconds) = components
    return min(max(0, seconds + (attoseconds > 0 ? 1 : 0)), 31_536_000)
  }
}

internal import DockerEngine
internal import Logging
internal import Platform

/// One connection's worth of watching: subscribes, lists, inspects, and lists again.
///
/// Child tasks ask the engine and put the answers into one stream of news, which the caller's own task takes in
/// order.
struct WatchSession: Sendable {
  /// Whom to ask.
  let engine: ReadOnlyEngine
  /// How often everything is listed.
  let listInterval: Duration
  /// For what is not worth telling.
  let logger: Logger

  /// What child tasks bring.
  private enum News: Sendable {
    case subscribed
    case event(EngineEvent)
    case listDue
    case listed([ContainerSummary])
    case inspected(String, ContainerDetails?)
    case inspectionFailed(String)
    case failed(EngineError)
  }

  /// How many inspections are under way at a time: enough for a project that starts, few enough for a busy engine.
  private static let concurrentInspections = 8

  /// How many events wait for the caller at most; then the engine keeps them.
  private static let mostWaitingEvents = 16_384

  /// Watches until the engine fails.
  ///
  /// - Returns: how it failed.
  /// - Throws: what `body` throws, or `CancellationError`.
  func run(
    since: Int64?, _ state: inout WatchState, _ body: (ContainerChange) async throws -> Void
  ) async throws -> EngineError {
    let (news, inlet) = AsyncStream.makeStream(of: News.self)
    let room = Permits(count: Self.mostWaitingEvents)
    return try await withThrowingDiscardingTaskGroup { group in
      defer { group.cancelAll() }
      group.addTask { await subscribe(since: since, inlet, room) }
      var queue = InspectionQueue(limit: Self.concurrentInspections)
      var isAfterGap = true
      for await item in news {
        var effects: [ContainerRoster.Effect] = []
        switch item {
        case .failed(let error): return error
        case .subscribed, .listDue:
          state.roster.listingBegan()
          group.addTask { await list(inlet) }
        case .listed(let summaries):
          effects = state.roster.listed(summaries, isAfterGap: isAfterGap)
          isAfterGap = false
          group.addTask { await waitForNextList(inlet) }
        case .event(let event):
          room.release()
          if state.recent.insert(event) { effects = state.roster.received(event) }
        case .inspected(let id, let details):
          queue.finished()
          effects = state.roster.inspected(id, details)
        case .inspectionFailed(let id):
          queue.finished()
          effects = state.roster.inspectionFailed(id)
        }
        for effect in effects {
          switch effect {
          case .inspect(let id): queue.append(id)
          case .tell(let change): try await body(change)
          }
        }
        while let id = queue.next() {
          group.addTask { await inspect(id, inlet) }
        }
      }
      throw CancellationError()
    }
  }

  private func subscribe(
    since: Int64?, _ inlet: AsyncStream<News>.Continuation, _ room: Permits
  ) async {
    await report(to: inlet) {
      try await engine.events(since: since, filter: .containerLifecycle) {
        inlet.yield(.subscribed)
      } _: { event in
        // Waits only if the caller is far behind. The engine keeps what we don't read.
        await room.acquire()
        inlet.yield(.event(event))
      }
      throw EngineError(
        .connectionLost, path: "/events", endpoint: engine.endpoint.description,
        detail: "the engine closed the stream of events")
    }
  }

  private func list(_ inlet: AsyncStream<News>.Continuation) async {
    await report(to: inlet) { inlet.yield(.listed(try await engine.listContainers(all: true))) }
  }

  private func waitForNextList(_ inlet: AsyncStream<News>.Continuation) async {
    await report(to: inlet) {
      try await Task.sleep(for: listInterval)
      inlet.yield(.listDue)
    }
  }

  private func inspect(_ id: String, _ inlet: AsyncStream<News>.Continuation) async {
    await report(to: inlet) {
      do {
        inlet.yield(.inspected(id, try await engine.inspectContainer(id)))
      } catch let error as EngineError where !error.isEngineAway && error.code != .shutDown {
        logger.warning(
          "a container can't be inspected", metadata: ["container.id": "\(id)", "error": "\(error)"])
        inlet.yield(.inspectionFailed(id))
      }
    }
  }

  /// Runs a child task's work. A failure of the engine ends the session; a cancellation means that it has ended.
  private func report(to inlet: AsyncStream<News>.Continuation, _ work: () async throws -> Void) async {
    do {
      try await work()
    } catch let error as EngineError {
      inlet.yield(.failed(error))
    } catch {
      logger.trace("a task of the container watcher ended", metadata: ["error": "\(error)"])
    }
  }
}

package import ContainerRuntime

/// Brings stacks up and down over a runtime, and tells what happens.
///
/// Every operation may be repeated: what is there already, or gone already, is a success. One that is cancelled throws
/// `CancellationError`.
package struct StackRunner: Sendable {
  /// At most so many containers are worked on at once; waiting does not count.
  static let parallel = 8

  let runtime: any ContainerRuntime
  let tell: @Sendable (StackEvent) -> Void
  /// How long a container may take until it is healthy.
  let deadline: Duration
  let interval: Duration

  /// - Parameters:
  ///   - runtime: what runs the containers.
  ///   - deadline: how long each container may take until it is healthy.
  ///   - interval: how often that is looked at.
  ///   - tell: called from any task.
  package init(
    runtime: any ContainerRuntime, deadline: Duration = .seconds(300),
    interval: Duration = .milliseconds(500),
    tell: @escaping @Sendable (StackEvent) -> Void = { _ in }
  ) {
    self.runtime = runtime
    self.deadline = deadline
    self.interval = interval
    self.tell = tell
  }

  /// What a step of a schedule came to.
  struct Outcome: Sendable {
    var reached: [String] = []
    var failure: StackError.Failure?
    var isCancelled = false
    /// Whether it had one of the few places.
    var isWork = true
  }

  /// Runs the steps of a schedule, ``parallel`` at once.
  ///
  /// - Parameters:
  ///   - schedule: the steps.
  ///   - goesOn: whether a failure leaves those that don't wait for it to go on; else all are cancelled.
  ///   - isWork: whether a step takes one of the places; one that only waits does not.
  ///   - step: does one.
  /// - Returns: what failed.
  func run(
    _ schedule: StackSchedule, goesOn: Bool, isWork: (String) -> Bool = { _ in true },
    _ step: @escaping @Sendable (String) async -> Outcome
  ) async -> [StackError.Failure] {
    var schedule = schedule
    var failures: [StackError.Failure] = []
    await withTaskGroup(of: Outcome.self) { group in
      var running = 0
      var isOver = false
      while true {
        while !isOver, running < Self.parallel, !Task.isCancelled, let name = schedule.next() {
          if isWork(name) { running += 1 }
          group.addTask { await step(name) }
        }
        guard let outcome = await group.next() else { return }
        if outcome.isWork { running -= 1 }
        if let failure = outcome.failure { failures.append(failure) }
        for prerequisite in outcome.reached { schedule.reached(prerequisite) }
        if outcome.failure != nil || outcome.isCancelled, !goesOn {
          isOver = true
          group.cancelAll()
        }
      }
    }
    return failures
  }

  /// The failure that an error of a step is; nil for a cancellation.
  func failure(_ error: any Error, of resource: String, id: ContainerID? = nil) async -> StackError.Failure? {
    if error is CancellationError { return nil }
    var failure = StackError.Failure(resource: resource, reason: "\(error)")
    if let id { failure.log = await lastLines(of: id) }
    tell(StackEvent(resource, .failed, detail: failure.reason))
    return failure
  }

  /// The end of a log, as far as it can be had.
  private func lastLines(of id: ContainerID) async -> [[UInt8]] {
    let lines = LineTail(limit: 10)
    try? await runtime.logs(of: id, options: LogOptions(tail: 10)) { chunk in lines.add(chunk.bytes) }
    return lines.lines
  }
}

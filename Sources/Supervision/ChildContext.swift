internal import CLinux
internal import Glibc

/// What a child process of lslogd is bound to: its status pipe, its lifeline, the signals that stop it.
///
///     let context = try ChildContext.enter(environment: environment)
///     try await context.runUntilStopped { status in
///       …
///       status.ready()
///       …
///     }
///
/// Works as well when the role is started by hand: then there is no supervisor to tell, and SIGINT stops it too.
package struct ChildContext: Sendable {
  /// The variable by which a child knows that descriptors 3 and 4 are the supervisor's, and its pid.
  package static let supervisorVariable = "LSLOG_SUPERVISOR_PID"
  /// How often a child says that it is alive. A sixth of ``SupervisorSettings/hangTimeout``.
  package static let heartbeat = Duration.seconds(10)

  /// The status pipe.
  package let status: ChildStatus
  private let signals: SignalPipe
  private let lifeline: Int32?

  /// Makes this process a child: the first thing it does.
  ///
  /// The umask becomes 027; core dumps are off; SIGPIPE is ignored, so a peer that leaves is an error of the call; SIGTERM asks for a
  /// stop. Under a supervisor SIGINT is ignored, because the terminal sends it to the whole group and the supervisor decides, and the
  /// death of the supervisor kills this process.
  ///
  /// - Throws: ``SupervisionError`` when the system refuses one of these; with code ESRCH when the supervisor is gone already.
  package static func enter(environment: [String: String]) throws(SupervisionError) -> ChildContext {
    umask(0o027)
    guard lslog_disable_core_dumps() == 0 else { throw .last("prctl") }
    guard lslog_ignore_signal(SIGPIPE) == 0 else { throw .last("sigaction") }
    guard let supervisor = environment[supervisorVariable].flatMap(Int32.init) else {
      let signals = try SignalPipe.catching([SIGTERM, SIGINT])
      return ChildContext(status: ChildStatus(descriptor: nil), signals: signals, lifeline: nil)
    }
    guard lslog_ignore_signal(SIGINT) == 0 else { throw .last("sigaction") }
    let signals = try SignalPipe.catching([SIGTERM])
    guard lslog_set_parent_death_signal(SIGKILL) == 0 else { throw .last("prctl") }
    // It may have died before the line above, which then waits for the death of another parent.
    guard getppid() == supervisor else { throw SupervisionError(call: "getppid", code: ESRCH) }
    for descriptor in [statusDescriptor, lifelineDescriptor] {
      guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0 else { throw .last("fcntl") }
    }
    try Descriptor.setNonBlocking(statusDescriptor)
    let status = ChildStatus(descriptor: statusDescriptor)
    return ChildContext(status: status, signals: signals, lifeline: lifelineDescriptor)
  }

  /// Runs the child's work until it returns, throws, or a stop is asked for; then its task is cancelled, and this returns when it
  /// has returned. A `CancellationError` after a stop is not an error. Meanwhile says every ``heartbeat`` that the child is alive.
  ///
  /// - Parameters:
  ///   - isAlive: Whether the parts that tasks can't see (threads) still work; false keeps the heartbeat back, and after
  ///     ``SupervisorSettings/hangTimeout`` the supervisor kills the child.
  ///   - work: Gets cancelled on SIGTERM and when the supervisor is gone. It must end well within `supervisor.stop_timeout`.
  /// - Throws: What the work throws; ``SupervisionError``.
  package func runUntilStopped(
    isAlive: @escaping @Sendable () -> Bool = { true },
    _ work: @escaping @Sendable (ChildStatus) async throws -> Void
  ) async throws {
    let watcher = try StopWatcher(signals: signals, lifeline: lifeline)
    defer { watcher.finish() }
    try await withThrowingTaskGroup(of: Outcome.self) { group in
      group.addTask {
        try await work(status)
        return .finished
      }
      group.addTask {
        for await _ in watcher.reasons { return .stopRequested }
        return .helperEnded
      }
      group.addTask {
        await beat(isAlive)
        return .helperEnded
      }
      try await Self.supervise(&group)
    }
  }

  private enum Outcome: Sendable {
    case finished
    case stopRequested
    case helperEnded
  }

  private static func supervise(_ group: inout ThrowingTaskGroup<Outcome, any Error>) async throws {
    var isStopping = false
    defer { group.cancelAll() }
    do {
      while let outcome = try await group.next() {
        switch outcome {
        case .finished: return
        case .stopRequested:
          isStopping = true
          group.cancelAll()
        case .helperEnded: break
        }
      }
    } catch is CancellationError where isStopping {
      return
    }
  }

  private func beat(_ isAlive: @Sendable () -> Bool) async {
    while !Task.isCancelled {
      if isAlive() { status.alive() }
      try? await Task.sleep(for: Self.heartbeat)
    }
  }

  private static let statusDescriptor: Int32 = 3
  private static let lifelineDescriptor: Int32 = 4
}

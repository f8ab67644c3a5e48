internal import Glibc
internal import Synchronization

/// Waits for the reason to stop, on a thread of its own: signals and the end of the lifeline must be seen also when every
/// thread of the pool is busy.
final class StopWatcher: Sendable {
  /// Yields the first reason, then ends.
  let reasons: AsyncStream<StopReason>

  private let continuation: AsyncStream<StopReason>.Continuation
  private let signals: SignalPipe
  private let lifeline: Int32?
  private let finished: (read: Descriptor, write: Descriptor)

  /// - Parameters:
  ///   - lifeline: Readable, or at its end, when the supervisor is gone; nil without one.
  /// - Throws: ``SupervisionError`` when there are no descriptors or threads left.
  init(signals: SignalPipe, lifeline: Int32?) throws(SupervisionError) {
    (reasons, continuation) = AsyncStream.makeStream()
    self.signals = signals
    self.lifeline = lifeline
    self.finished = try Descriptor.pipe()
    var thread = pthread_t()
    // The thread keeps the watcher alive until it ends.
    let unmanaged = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<StopWatcher>.fromOpaque(argument).takeRetainedValue().watch() }
        return nil
      }, unmanaged.toOpaque())
    guard code == 0 else {
      unmanaged.release()
      throw SupervisionError(call: "pthread_create", code: code)
    }
    pthread_detach(thread)
  }

  /// The work is done: the thread ends.
  func finish() {
    var byte: UInt8 = 0
    write(finished.write.number, &byte, 1)
  }

  /// How long the work may go on without a supervisor before the process leaves all the same.
  private static let graceMilliseconds: Int32 = 20000

  private func watch() {
    defer { continuation.finish() }
    guard let reason = nextReason(includingLifeline: true, timeout: -1) else { return }
    continuation.yield(reason)
    continuation.finish()
    switch reason {
    case .supervisorGone:
      _ = nextReason(includingLifeline: false, timeout: Self.graceMilliseconds)
      if !isFinished(timeout: 0) { _exit(1) }
    case .signal:
      // Under a supervisor it counts the time and kills; systemd's SIGTERM to the whole group may come on top of its.
      // By hand, whoever types Ctrl-C twice means it.
      let next = nextReason(includingLifeline: lifeline != nil, timeout: -1)
      switch next {
      case .signal(let signal) where lifeline == nil: _exit(128 + signal)
      case .signal, .supervisorGone: if !isFinished(timeout: Self.graceMilliseconds) { _exit(1) }
      case nil: break
      }
    }
  }

  /// Waits for a signal or the end of the lifeline; nil when the work is done or the time is over.
  private func nextReason(includingLifeline: Bool, timeout: Int32) -> StopReason? {
    while true {
      var descriptors = [
        pollfd(fd: finished.read.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: signals.readEnd, events: Int16(POLLIN), revents: 0),
        pollfd(fd: includingLifeline ? lifeline ?? -1 : -1, events: Int16(POLLIN), revents: 0),
      ]
      let count = poll(&descriptors, nfds_t(descriptors.count), timeout)
      if count < 0, errno == EINTR { continue }
      if count <= 0 || descriptors[0].revents != 0 { return nil }
      if descriptors[2].revents != 0 { return .supervisorGone }
      if let signal = signals.pending().first { return .signal(signal) }
    }
  }

  private func isFinished(timeout: Int32) -> Bool {
    var descriptor = pollfd(fd: finished.read.number, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, timeout) > 0
  }
}

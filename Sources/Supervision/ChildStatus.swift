internal import Glibc

/// A child's side of its status pipe: how it tells the supervisor, and through it `systemctl status`, how it is.
///
/// Cheap and never blocks: what doesn't fit in the pipe is dropped. By hand, without a supervisor, it does nothing.
package struct ChildStatus: Sendable {
  /// Open as long as the process; nil without a supervisor.
  private let descriptor: Int32?

  /// - Parameter descriptor: Borrowed for ever; non-blocking.
  init(descriptor: Int32?) {
    self.descriptor = descriptor
  }

  /// The child does its work. Said once it really does; `lslogd` is ready when all its children are.
  package func ready() { send(.ready) }

  /// One line for a person: `journald up to date`. Control characters become blanks; at most 512 bytes.
  package func status(_ text: String) { send(.text(text)) }

  /// How many containers are followed; said when it changes.
  package func following(_ containers: Int) { send(.following(containers)) }

  /// The child is alive. ``ChildContext/runUntilStopped(isAlive:_:)`` says it by itself.
  package func alive() { send(.alive) }

  private func send(_ message: StatusMessage) {
    guard let descriptor else { return }
    let line = message.line
    while write(descriptor, line, line.count) < 0, errno == EINTR {}
  }
}

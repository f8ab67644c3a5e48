internal import CLinux
internal import Glibc
internal import Synchronization

/// Commands for the reactor's thread, and the eventfd that wakes it for them.
///
/// Source: eventfd(2).
final class ReactorMailbox: Sendable {
  private struct State {
    var commands: [ReactorCommand] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let event: OwnedDescriptor

  /// Makes an open mailbox.
  init() throws(ErrnoFailure) {
    let raw = eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK))
    guard raw >= 0 else { throw ErrnoFailure(errno: errno) }
    event = OwnedDescriptor(owning: raw)
  }

  /// The descriptor that is readable when there is something to take.
  var raw: Int32 { event.raw }

  /// Puts a command in; false when the mailbox is closed, and then the command is not taken.
  func post(_ command: ReactorCommand) -> Bool {
    let (isTaken, isFirst) = state.withLock { state in
      guard !state.isClosed else { return (false, false) }
      state.commands.append(command)
      return (true, state.commands.count == 1)
    }
    if isFirst { ring() }
    return isTaken
  }

  /// Takes everything out, in order, and says whether the mailbox is closed.
  func take() -> (commands: [ReactorCommand], isClosed: Bool) {
    var counter: UInt64 = 0
    // EAGAIN when it was not rung; nothing else can fail here.
    _ = read(event.raw, &counter, MemoryLayout<UInt64>.size)
    return state.withLock { state in
      defer { state.commands = [] }
      return (state.commands, state.isClosed)
    }
  }

  /// Takes no more commands, and wakes the reactor to end.
  func close() {
    state.withLock { $0.isClosed = true }
    ring()
  }

  private func ring() {
    var one: UInt64 = 1
    // Fails only when the counter is full, and then the reactor is being woken already.
    _ = write(event.raw, &one, MemoryLayout<UInt64>.size)
  }
}

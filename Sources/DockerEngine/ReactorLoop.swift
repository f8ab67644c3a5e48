internal import CLinux
internal import Glibc
internal import NIOCore

/// What the reactor's one thread does: waits, reads, hands bytes to handlers, and naps.
///
/// The nap is what makes following cheap. dockerd flushes each line by itself; a reader that is woken for each
/// costs 3 CPU seconds for a million lines, one that lets bytes gather for 1 ms after a short read costs a quarter
/// of that (measured on Docker 20.10.24). A read that filled the buffer is followed by the next at once. A silent
/// stream costs nothing: the thread sleeps in epoll without a timeout unless a handler asked for a moment.
///
/// Confined to its thread; others reach it through the ``ReactorMailbox``.
final class ReactorLoop {
  private let resources: ReactorResources
  private let buffer = UnsafeMutableRawBufferPointer.allocate(
    byteCount: ReactorLoop.bufferSize, alignment: 64)
  private var ready = [epoll_event](repeating: epoll_event(), count: 128)
  private var follows = FollowTable()

  /// One buffer for all reads: larger than what a unix socket holds, so that one read empties it.
  static let bufferSize = 256 << 10

  /// How long bytes may gather after a short read.
  private static let napNanoseconds = 1_000_000
  /// Deadlines are met on this grid, so that those of many handlers share a wake-up.
  private static let deadlineGrid: Int64 = 4_000_000
  private static let connectLimit: Int64 = 10_000_000_000
  /// Engines send the head at once, before they look for the first line.
  private static let headLimit: Int64 = 60_000_000_000

  /// Makes the loop of a thread.
  init(_ resources: ReactorResources) {
    self.resources = resources
  }

  deinit {
    buffer.deallocate()
  }

  /// Serves until the mailbox is closed; then every follow ends as cancelled.
  func run() {
    while turn() {}
    for slot in follows.takenSlots { end(slot, .failure(CancellationError())) }
  }

  /// One wait and what follows from it; false when it is over.
  private func turn() -> Bool {
    let count = resources.poller.wait(&ready, milliseconds: timeout())
    var hasMail = false
    var mayNap = false
    for index in 0..<count {
      let token = ready[index].data.u64
      if token == ReactorResources.mailboxToken {
        hasMail = true
      } else if serve(Int(token)) {
        mayNap = true
      }
    }
    wakeDue()
    // After the sockets, so that no slot changes hands between epoll's report and our looking at it.
    let goesOn = !hasMail || readMail()
    if mayNap, goesOn { nap() }
    return goesOn
  }

  /// Until the earliest deadline in milliseconds, or −1.
  private func timeout() -> Int32 {
    let earliest = follows.earliestDeadline
    guard earliest != FollowTable.never else { return -1 }
    let onGrid = (earliest / Self.deadlineGrid + 1) * Self.deadlineGrid
    let left = onGrid - FollowInstant.now().monotonic
    return Int32(clamping: max(0, (left + 999_999) / 1_000_000))
  }

  private func nap() {
    var time = timespec(tv_sec: 0, tv_nsec: Self.napNanoseconds)
    // A signal that cuts it short does no harm.
    nanosleep(&time, nil)
  }

  // MARK: Sockets

  /// Does what a ready socket allows; true when it read less than a buffer, so that waiting for more pays.
  private func serve(_ slot: Int) -> Bool {
    guard let session = follows[slot], let socket = session.socket else { return false }
    do {
      if socket.waitsToWrite {
        try write(slot, socket)
        return false
      }
      return try read(slot, session, socket)
    } catch {
      end(slot, .failure(error))
      return false
    }
  }

  private func write(_ slot: Int, _ socket: FollowSocket) throws {
    try socket.writable()
    guard !socket.waitsToWrite else { return }
    try resources.poller.modify(socket.raw, token: UInt64(slot), writing: false)
    follows.setDeadline(FollowInstant.now().monotonic + Self.headLimit, of: slot)
  }

  private func read(_ slot: Int, _ session: FollowSession, _ socket: FollowSocket) throws -> Bool {
    let wasStreaming = socket.isStreaming
    let reading = try socket.readable(into: buffer)
    // The limit for the head is met; from here on the handler's deadlines count.
    if !wasStreaming, socket.isStreaming { follows.setDeadline(nil, of: slot) }
    switch reading {
    case .nothing: return false
    case .end:
      end(slot, .success(.endOfStream))
      return false
    case .bytes(let range):
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[range])
      try obey(try session.handler.received(bytes.bytes, at: .now()), slot, session)
      if socket.isComplete { end(slot, .success(.endOfStream)) }
      return range.count < Self.bufferSize
    }
  }

  /// Does what a handler asked for.
  private func obey(_ demand: FollowDemand, _ slot: Int, _ session: FollowSession) throws {
    follows.setDeadline(demand.wakeAt, of: slot)
    guard demand.isReading == session.isPaused else { return }
    session.isPaused = !demand.isReading
    guard let socket = session.socket else { return }
    if session.isPaused {
      try resources.poller.remove(socket.raw)
    } else {
      try resources.poller.add(socket.raw, token: UInt64(slot))
    }
  }

  private func wakeDue() {
    let earliest = follows.earliestDeadline
    guard earliest != FollowTable.never else { return }
    let now = FollowInstant.now()
    guard earliest <= now.monotonic else { return }
    for slot in follows.takeDue(at: now.monotonic) {
      wake(slot, at: now)
    }
  }

  /// Calls a handler that waits, or ends a follow whose engine took too long to accept it.
  private func wake(_ slot: Int, at now: FollowInstant) {
    guard let session = follows[slot] else { return }
    do {
      if let socket = session.socket, !socket.isStreaming { throw socket.timeout }
      try obey(try session.handler.woken(at: now), slot, session)
      try giveWaitingPart(slot, session)
    } catch {
      end(slot, .failure(error))
    }
  }

  private func end(_ slot: Int, _ result: Result<FollowEnd, any Error>) {
    // Closing the socket takes it out of epoll, too: nobody else holds its description.
    follows.remove(slot)?.finish(result)
  }

  // MARK: Mail

  /// Does what others asked for; false when the reactor is to end.
  private func readMail() -> Bool {
    let (commands, isClosed) = resources.mailbox.take()
    for command in commands { obey(command) }
    return !isClosed
  }

  private func obey(_ command: ReactorCommand) {
    switch command {
    case .start(let start): begin(start)
    case .cancel(let ticket):
      if let slot = follows.slot(of: ticket) { end(slot, .failure(CancellationError())) }
    case .resume(let handler):
      if let slot = follows.slot(ofHandler: handler), follows[slot]?.isStreaming == true {
        wake(slot, at: .now())
      }
    case .feed(let ticket, let bytes, let taken):
      feed(ticket, FollowSession.Part(bytes: bytes, taken: taken))
    case .finish(let ticket, let result):
      if let slot = follows.slot(of: ticket) { end(slot, result) }
    }
  }

  private func begin(_ start: FollowStart) {
    guard !start.ticket.isCancelled else {
      start.continuation.resume(throwing: CancellationError())
      return
    }
    let session: FollowSession
    do {
      session = try FollowSession(start)
    } catch {
      start.continuation.resume(throwing: error)
      return
    }
    let slot = follows.insert(session)
    guard let socket = session.socket else { return }
    do {
      try resources.poller.add(socket.raw, token: UInt64(slot), writing: true)
      follows.setDeadline(FollowInstant.now().monotonic + Self.connectLimit, of: slot)
    } catch {
      end(slot, .failure(error))
    }
  }

  private func feed(_ ticket: FollowTicket, _ part: FollowSession.Part) {
    guard let slot = follows.slot(of: ticket), let session = follows[slot] else {
      part.taken.resume(throwing: CancellationError())
      return
    }
    session.source = .fed(waiting: part)
    do {
      try giveWaitingPart(slot, session)
    } catch {
      end(slot, .failure(error))
    }
  }

  /// Gives a fed part to its handler unless that pauses.
  private func giveWaitingPart(_ slot: Int, _ session: FollowSession) throws {
    guard case .fed(let part?) = session.source, !session.isPaused else { return }
    let demand = try part.bytes.withUnsafeReadableBytes { bytes in
      bytes.isEmpty ? nil : try session.handler.received(bytes.bytes, at: .now())
    }
    session.source = .fed(waiting: nil)
    part.taken.resume()
    if let demand { try obey(demand, slot, session) }
  }
}

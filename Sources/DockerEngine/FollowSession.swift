internal import NIOCore

/// The reactor's record of one follow. Confined to the reactor's thread.
final class FollowSession {
  /// Where the bytes come from.
  enum Source {
    /// Our own connection.
    case socket(FollowSocket)
    /// Somebody feeds them; at most one part waits while the handler pauses.
    case fed(waiting: Part?)
  }

  /// A fed part and who waits for it to be taken.
  struct Part {
    /// The bytes.
    var bytes: ByteBuffer
    /// Resumed when the handler has taken them.
    var taken: CheckedContinuation<Void, any Error>
  }

  /// Its identity.
  let ticket: FollowTicket
  /// What takes the bytes.
  let handler: any FollowHandler
  /// Where the bytes come from.
  var source: Source
  /// Whether the handler asked not to be given bytes.
  var isPaused = false

  private let continuation: CheckedContinuation<FollowEnd, any Error>

  /// Begins the record of a follow; connects when it has a connection of its own.
  init(_ start: FollowStart) throws {
    ticket = start.ticket
    handler = start.handler
    continuation = start.continuation
    if let connection = start.connection {
      source = .socket(
        try FollowSocket(
          connectingTo: connection.address, request: connection.request, origin: connection.origin))
    } else {
      source = .fed(waiting: nil)
    }
  }

  /// Its own connection, if it has one.
  var socket: FollowSocket? {
    if case .socket(let socket) = source { socket } else { nil }
  }

  /// Whether bytes may come, so that the handler may be called.
  var isStreaming: Bool { socket?.isStreaming ?? true }

  /// Tells whoever waits how it ended. Called once.
  func finish(_ result: Result<FollowEnd, any Error>) {
    if case .fed(let part?) = source { part.taken.resume(throwing: CancellationError()) }
    source = .fed(waiting: nil)
    continuation.resume(with: result)
  }
}

internal import NIOCore

/// What other threads ask of the reactor's thread.
enum ReactorCommand: Sendable {
  /// Begin to follow.
  case start(FollowStart)
  /// The task of this follow was cancelled.
  case cancel(FollowTicket)
  /// The handler can take bytes again.
  case resume(ObjectIdentifier)
  /// Bytes for a follow that has no socket of its own; answered when the handler has taken them.
  case feed(FollowTicket, ByteBuffer, CheckedContinuation<Void, any Error>)
  /// The stream of a follow that has no socket of its own has ended.
  case finish(FollowTicket, Result<FollowEnd, any Error>)
}

/// All that the reactor needs to begin a follow.
struct FollowStart: Sendable {
  /// Its identity.
  var ticket: FollowTicket
  /// What takes the bytes.
  var handler: any FollowHandler
  /// Where to connect and what to send; nil when the bytes are fed by ``ReactorCommand/feed(_:_:_:)``.
  var connection: Connection?
  /// Resumed once, when the follow has ended.
  var continuation: CheckedContinuation<FollowEnd, any Error>

  /// A connection to make.
  struct Connection: Sendable {
    /// Where to.
    var address: SocketAddress
    /// The request.
    var request: [UInt8]
    /// For errors.
    var origin: FollowOrigin
  }
}

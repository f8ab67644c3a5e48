package import LogWire

/// What a channel's step came to.
package enum ChannelStep: Sendable, Equatable {
  /// Something was done, and there may be more to do.
  case acted
  /// There is nothing to do before this moment, unless the database changes.
  case idle(until: Timestamp)
}

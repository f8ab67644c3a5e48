/// What takes the bytes of one followed stream.
///
/// All calls come from the reactor's one thread, one after another, between the beginning of
/// ``FollowReactor/follow(_:handler:)`` and its return, never after it: so a handler needs no lock for what only it
/// touches. A call must not block: every other follow of the reactor waits for it. A handler serves one follow at a
/// time.
///
/// An error thrown by a handler ends its follow, which then throws that error.
package protocol FollowHandler: AnyObject, Sendable {
  /// The next bytes of the stream, cut anywhere; never empty. They are gone when the call returns.
  ///
  /// Never called while the last answer was to pause.
  func received(_ bytes: RawSpan, at now: FollowInstant) throws -> FollowDemand

  /// The moment that the last answer asked for has come, or ``FollowReactor/resume(_:)`` was called.
  func woken(at now: FollowInstant) throws -> FollowDemand
}

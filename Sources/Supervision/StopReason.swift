/// Why a child stops.
enum StopReason: Sendable, Hashable {
  /// SIGTERM, or SIGINT when it was started by hand.
  case signal(Int32)
  /// The lifeline ended: the supervisor is gone.
  case supervisorGone
}

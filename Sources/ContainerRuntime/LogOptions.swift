/// Which part of a log is wanted.
public struct LogOptions: Sendable, Hashable {
  /// Whether to wait for more at the end, until the container ends.
  public var follow: Bool
  /// The last lines only, this many; nil: all.
  public var tail: Int?
  /// Lines from this time on, nanoseconds since 1970.
  public var since: Int64?

  /// Describes what is wanted; all of the log, if nothing is said.
  public init(follow: Bool = false, tail: Int? = nil, since: Int64? = nil) {
    self.follow = follow
    self.tail = tail
    self.since = since
  }
}

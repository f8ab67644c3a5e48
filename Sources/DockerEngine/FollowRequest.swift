/// Which part of a container's log is wanted. Always both streams, always with timestamps.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerLogs>.
package struct FollowRequest: Sendable, Hashable {
  /// The container's id.
  package var containerID: String

  /// The first time wanted, nanoseconds since 1970; inclusive for Docker. The check is switched off after the first
  /// line that passes it, so older lines of the other stream may follow. nil: from the beginning.
  package var since: Int64?

  /// How many entries from the end at most; applied before ``since``. nil: all.
  package var tail: Int?

  /// Whether the stream goes on with lines to come, until the container ends.
  package var follow: Bool

  /// Asks for a part of a log.
  package init(containerID: String, since: Int64? = nil, tail: Int? = nil, follow: Bool = true) {
    self.containerID = containerID
    self.since = since
    self.tail = tail
    self.follow = follow
  }

  /// The query of the request.
  ///
  /// - Parameter isPodman: whether `since` must be RFC 3339 rather than `seconds.nanoseconds`.
  package func query(isPodman: Bool) -> [(name: String, value: String)] {
    var items = [
      (name: "stdout", value: "1"), ("stderr", "1"), ("timestamps", "1"), ("follow", follow ? "1" : "0"),
    ]
    if let since {
      items.append(("since", isPodman ? EngineTime.formatRFC3339(since) : EngineTime.formatSince(since)))
    }
    if let tail { items.append(("tail", "\(max(0, tail))")) }
    return items
  }
}

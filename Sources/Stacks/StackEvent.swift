/// What happens to a part of a stack.
package struct StackEvent: Sendable, Hashable {
  /// How far a part has come.
  package enum State: String, Sendable, Hashable, CaseIterable {
    case pulling, building, imageReady = "image ready", waiting, starting, checking, healthy, running, ended
    case unchanged, recreating, restarting, stopping, stopped, removing, removed, failed, orphan
    case takingBack = "taking back"
  }

  /// The resource, or `network` and `volumes` with ``isShared``.
  package var name: String
  /// Whether it is of the whole project rather than of a resource.
  package var isShared: Bool
  /// How far it is.
  package var state: State
  /// More about it; it may come from outside.
  package var detail: String
  /// From 0 to 1, of a transfer whose size is known.
  package var fraction: Double?

  /// Describes what happens to a resource.
  package init(
    _ name: String, _ state: State, detail: String = "", fraction: Double? = nil, isShared: Bool = false
  ) {
    self.name = name
    self.state = state
    self.detail = detail
    self.fraction = fraction
    self.isShared = isShared
  }
}

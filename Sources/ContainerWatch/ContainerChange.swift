package import DockerEngine

/// What a ``ContainerWatcher`` tells.
///
/// For one container the order is: `appeared`, then any number of `event` and `changed`, then `gone`; perhaps
/// `appeared` again. An event is told the moment it comes when the container is known; the `changed` that it brings
/// about follows when inspect has answered.
package enum ContainerChange: Sendable, Hashable {
  /// A chosen container is there: a new one, or one found at the beginning. With the events that came before it could be
  /// inspected, which are told once more as ``event(_:_:)``: who keeps account of what was before can take them first.
  case appeared(ContainerDetails, after: [EngineEvent])

  /// What inspect says about a known container is not what it said before; with the newest event that made us ask,
  /// if it was one.
  case changed(ContainerDetails, EngineEvent?)

  /// A known container is removed, or no longer chosen (renamed).
  case gone(id: String)

  /// Something happened to a chosen container, with what was known of it before; nil when it was gone before it
  /// could be inspected. Each event is told once, in the engine's order for each container.
  case event(EngineEvent, ContainerDetails?)

  /// The engine can't be reached any more; known containers stay known. Told once until it is back or the reason's
  /// code changes.
  case engineAway(EngineError)

  /// The engine answers, at the beginning, too. What changed meanwhile is told next, then `listed`.
  case engineBack(EngineVersion)

  /// All containers were compared with what is known, and the differences are told.
  case listed(chosen: Int, total: Int)
}

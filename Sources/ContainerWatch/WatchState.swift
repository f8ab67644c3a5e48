internal import DockerEngine

/// What a watcher remembers from one connection to the next.
struct WatchState {
  /// What is known of the containers.
  var roster: ContainerRoster
  /// What was heard last.
  var recent = RecentEvents()

  /// What an earlier watcher heard last; nil for none.
  private let heard: Int64?

  /// Knows nothing yet.
  init(selector: ContainerSelector, heard: Int64? = nil) {
    roster = ContainerRoster(selector: selector)
    self.heard = heard
  }

  /// From when on a new subscription is to repeat events.
  ///
  /// After a break: from a little before the newest event heard, since times are not quite in order. At the
  /// beginning, too, if an earlier watcher heard one; else from the engine's present second, since the engine accepts a subscription a moment before it takes
  /// effect, and what happens in that moment must not be missed. Without a clock of the engine's, from now on.
  func since(_ version: EngineVersion) -> Int64? {
    (recent.newestTime ?? heard).map { $0 - 1_000_000_000 } ?? version.engineTime
  }
}

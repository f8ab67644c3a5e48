/// Which events a subscription is to bring.
package struct EngineEventFilter: Sendable, Hashable {
  /// Types of objects (`container`); empty for all.
  package var types: [String]

  /// Actions; empty for all. Moby matches `health_status` by prefix, all else exactly.
  package var actions: [String]

  /// Makes a filter.
  package init(types: [String], actions: [String]) {
    self.types = types
    self.actions = actions
  }

  /// The life and health of containers, without the `exec_*` events that each health check fires.
  package static let containerLifecycle = EngineEventFilter(
    types: ["container"],
    actions: [
      "create", "start", "restart", "die", "stop", "kill", "oom", "destroy", "rename", "pause", "unpause",
      "update",
      "health_status",
      // Podman's own words for die and destroy.
      "died", "remove",
    ])
}

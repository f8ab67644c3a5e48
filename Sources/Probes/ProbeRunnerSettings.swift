package import DockerEngine
package import LogStore

/// What a ``ProbeRunner`` works with.
package struct ProbeRunnerSettings: Sendable {
  /// Where stored lines are.
  package var store: StoreLayout
  /// The engine that runs the commands of exec probes; nil: they are not allowed.
  package var execEngine: EngineEndpoint?
  /// A PEM file with the authorities that certificates of https probes must come from; nil: those of the system.
  package var authorities: String?

  /// Makes settings.
  package init(store: StoreLayout, execEngine: EngineEndpoint? = nil, authorities: String? = nil) {
    self.store = store
    self.execEngine = execEngine
    self.authorities = authorities
  }
}

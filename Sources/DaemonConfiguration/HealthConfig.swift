/// `health`: the watching of containers.
package struct HealthConfig: Sendable, Hashable {
  /// `health.retention`: how long transitions are kept; 1 h or more. Nil (`none`) means forever.
  package var retention: Duration? = .seconds(90 * 86400)
  /// `health.exec`: whether probes may run commands in containers.
  package var exec = false
  /// `health.probes`: checks of containers besides those that their labels set; names are unique.
  package var probes: [ProbeConfig] = []
  /// `health.flapping`.
  package var flapping = FlappingConfig()
  /// `health.restart`.
  package var restart = HealthRestartConfig()
  /// `health.channels`: whom transitions are told; names are unique. Empty means nobody.
  package var channels = [HealthChannelConfig()]
  /// `health.maintenance`: when nobody is told that something is down.
  package var maintenance: [MaintenanceConfig] = []

  /// All defaults.
  package init() {}
}

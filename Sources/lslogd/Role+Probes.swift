internal import ContainerWatch
package import DaemonConfiguration
internal import LogStore
package import Probes

extension Role {
  /// Which containers have which probes.
  func probePlan() throws -> ProbePlan {
    try ProbePlan(config.health)
  }

  /// What probes are run with; commands in containers only where the configuration allows them.
  func probeRunnerSettings() throws -> ProbeRunnerSettings {
    ProbeRunnerSettings(store: layout, execEngine: config.health.exec ? try endpoint() : nil)
  }
}

extension ProbePlan {
  /// The probes of a configuration.
  ///
  /// - Throws: `GlobSyntaxError` and `ProbeSettingsError` for what the loader of configurations would have refused.
  package init(_ health: HealthConfig) throws {
    self.init(
      entries: try health.probes.map { probe in
        Entry(
          spec: try probe.settings.spec(named: probe.name), rule: try SelectionRule(probe.select))
      })
  }
}

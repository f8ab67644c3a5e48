internal import ContainerWatch
internal import DaemonConfiguration
internal import DockerEngine
internal import HealthMonitor

extension Role {
  /// When a container changes too often.
  var flapLimit: FlapDetector.Limit {
    FlapDetector.Limit(changes: config.health.flapping.changes, window: config.health.flapping.window)
  }

  /// Who restarts containers; nil where the configuration does not ask for it.
  func restarter() throws -> ActingEngine? {
    config.health.restart.after == nil ? nil : try ActingEngine(endpoint: endpoint(), logger: logger)
  }

  /// When containers are restarted; nil: never.
  func restartRule(_ engine: ActingEngine?) throws -> RestartRule? {
    let restart = config.health.restart
    guard let engine, let after = restart.after else { return nil }
    let rules = try restart.include.map { try SelectionRule($0) }
    return RestartRule(
      after: after, budget: restart.budget, window: restart.window, grace: restart.grace,
      allows: { container in
        rules.isEmpty
          || rules.contains {
            $0.matches(name: container.name, image: container.image, labels: container.labels)
          }
      },
      perform: { id, grace in try await engine.restart(id, grace: grace) })
  }
}

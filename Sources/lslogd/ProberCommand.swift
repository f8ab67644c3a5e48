package import ArgumentParser
internal import DaemonConfiguration
internal import DockerEngine
internal import HealthMonitor
internal import HealthReporting
internal import LogStore
internal import Probes
internal import Supervision

/// `lslogd prober`: a child process.
package struct ProberCommand: RoleCommand {
  package static let configuration = CommandConfiguration(
    commandName: "prober", abstract: "Watches the states of containers and records transitions.",
    shouldDisplay: false)

  @OptionGroup package var location: LocationOptions

  package init() {}

  package func work() async throws {
    let role = try Role.begin("prober", location: location)
    let acting = try role.restarter()
    let settings = ProberSettings(
      endpoint: try role.endpoint(), selector: try role.selector(), database: role.layout.healthDatabase,
      retention: role.config.health.retention, probes: try role.probePlan(),
      runner: try role.probeRunnerSettings(), flapping: role.flapLimit, restart: try role.restartRule(acting))
    let reporter = Reporter(settings: try role.reporterSettings(), logger: role.logger)
    try await role.context.runUntilStopped { status in
      let prober = Prober(settings: settings, logger: role.logger) { news in
        switch news {
        case .ready: status.ready()
        case .watching(let containers, let unwell, let probes):
          status.status("watching \(containers) containers by \(probes) probes, \(unwell) not well")
        case .engineAway: status.status("waiting for the engine")
        }
      }
      do {
        try await Self.run(prober, reporter)
      } catch {
        await acting?.shutdown()
        throw error
      }
      await acting?.shutdown()
    }
  }

  /// Watches, and tells of what is seen, until the task is cancelled. One that fails ends the other.
  private static func run(_ prober: Prober, _ reporter: Reporter) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await prober.run() }
      group.addTask { try await reporter.run() }
      defer { group.cancelAll() }
      try await group.next()
    }
  }
}

package import DaemonConfiguration
package import Supervision

/// Which children a configuration asks for. Pure.
package enum ChildPlan {
  /// - Parameters:
  ///   - text: What the configuration was loaded from; children read it on standard input.
  ///   - watchdogInterval: How often systemd wants to hear from the supervisor.
  package static func plan(
    config: Config, text: String, storePath: String, watchdogInterval: Duration?
  ) -> SupervisorPlan {
    let common = ["--config", "-", "--store", storePath]
    let input = Array(text.utf8)
    var children = (0..<config.collectors).map { shard in
      ChildSpec(
        name: "collector-\(shard)", kind: .collector,
        arguments: ["lslogd", "collector", "--shard", "\(shard)", "--shards", "\(config.collectors)"]
          + common,
        input: input,
        settings: "\(config.docker) \(config.select) \(config.store) \(config.collector) \(config.log)")
    }
    if !config.sinks.isEmpty {
      children.append(
        ChildSpec(
          name: "forwarder", kind: .forwarder, arguments: ["lslogd", "forwarder"] + common, input: input,
          settings: "\(config.sinks) \(config.store) \(config.log)"))
    }
    children.append(
      ChildSpec(
        name: "prober", kind: .prober, arguments: ["lslogd", "prober"] + common, input: input,
        settings: "\(config.docker) \(config.select) \(config.health) \(config.log)"))
    return SupervisorPlan(
      children: children, settings: settings(config.supervisor, watchdogInterval: watchdogInterval))
  }

  private static func settings(_ config: SupervisorConfig, watchdogInterval: Duration?) -> SupervisorSettings
  {
    var settings = SupervisorSettings()
    settings.restartLimit = config.restart.limit
    settings.restartWindow = config.restart.window
    settings.backoffInitial = config.restart.backoff.initial
    settings.backoffMaximum = config.restart.backoff.maximum
    settings.stopTimeout = config.stopTimeout
    settings.watchdogInterval = watchdogInterval
    return settings
  }
}

internal import DaemonConfiguration
internal import HealthReporting
internal import LogStore
internal import Patterns

extension Role {
  /// Who is told of transitions, and when not.
  func reporterSettings() throws -> ReporterSettings {
    let health = config.health
    return ReporterSettings(
      database: layout.healthDatabase,
      channels: try health.channels.map { channel throws(GlobSyntaxError) in
        try ChannelSettings(channel, environment: environment.variables)
      },
      maintenance: try health.maintenance.map { window throws(GlobSyntaxError) in
        try MaintenanceWindow(window)
      })
  }
}

extension ChannelSettings {
  /// What a command finds of our environment.
  private static let passedOn = ["HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "TZ", "USER"]

  init(_ channel: HealthChannelConfig, environment: [String: String]) throws(GlobSyntaxError) {
    let rules = AlertRules(
      kinds: Set(channel.on.compactMap { AlertRules.Kind(rawValue: $0.rawValue) }), group: channel.group,
      remind: channel.remind)
    let kind: Kind =
      switch channel.type {
      case .journald: .journald
      case .webhook:
        .webhook(
          WebhookSettings(
            url: channel.url ?? "",
            headers: channel.headers.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: $0.value) },
            secretFile: channel.secretFile, templateFile: channel.template,
            timeout: channel.timeout ?? .seconds(10)), rules)
      case .command:
        .command(
          CommandSettings(
            command: channel.command, timeout: channel.timeout ?? .seconds(30),
            environment: environment.filter { Self.passedOn.contains($0.key) }), rules)
      }
    self.init(name: channel.name, kind: kind, selection: try ChannelSelection(channel.select))
  }
}

extension ChannelSelection {
  init(_ rules: [HealthRuleConfig]) throws(GlobSyntaxError) {
    self.init(
      rules: try rules.map { rule throws(GlobSyntaxError) in
        Rule(
          names: try rule.names.map { name throws(GlobSyntaxError) in try Glob(name) },
          projects: try rule.projects.map { project throws(GlobSyntaxError) in try Glob(project) })
      })
  }
}

extension MaintenanceWindow {
  init(_ window: MaintenanceConfig) throws(GlobSyntaxError) {
    let days = Set(
      window.days.compactMap { day in MaintenanceConfig.Day.allCases.firstIndex(of: day) })
    self.init(
      name: window.name, days: days, from: window.from.minute, until: window.until.minute,
      selection: try ChannelSelection(window.select))
  }
}

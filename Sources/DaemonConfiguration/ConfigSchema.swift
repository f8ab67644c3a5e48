internal import Logging
internal import Probes
internal import Quantities

/// Which keys there are, what may stand there, and what must hold between them.
package enum ConfigSchema {
  /// The dotted path of every key that can be set; `[]` marks a list: `sinks[].tag`.
  package static var keys: [String] { Config.fields.flatMap(\.keys) }

  /// Reports what only shows when several keys are seen together.
  static func checkTogether(_ config: Config, _ reader: inout ConfigReader) {
    checkTLS(config.docker.tls, &reader)
    checkSelection(config.select, &reader)
    checkStore(config.store, &reader)
    checkSinks(config.sinks, &reader)
    checkProbes(config.health, &reader)
    HealthChannelConfig.check(config.health.channels, &reader)
    MaintenanceConfig.check(config.health.maintenance, &reader)
    for (index, rule) in zip(0..., config.health.restart.include) where rule == RuleConfig() {
      reader.report(
        "the rule is empty; expected names, images or labels", at: "health.restart.include[\(index)]")
    }
    let backoff = config.supervisor.restart.backoff
    if backoff.maximum < backoff.initial {
      let path = "supervisor.restart.backoff."
      let key = reader.contains(path + "maximum") ? path + "maximum" : path + "initial"
      reader.report(
        "maximum (\(backoff.maximum.text)) is less than initial (\(backoff.initial.text))", at: key)
    }
  }

  private static func checkTLS(_ tls: DockerTLSConfig, _ reader: inout ConfigReader) {
    if tls.cert != nil, tls.key == nil {
      reader.report("needs docker.tls.key as well", at: "docker.tls.cert")
    }
    if tls.key != nil, tls.cert == nil {
      reader.report("needs docker.tls.cert as well", at: "docker.tls.key")
    }
  }

  private static func checkSelection(_ select: SelectConfig, _ reader: inout ConfigReader) {
    for (list, rules) in [("include", select.include), ("exclude", select.exclude)] {
      for (index, rule) in zip(0..., rules) where rule == RuleConfig() {
        reader.report("the rule is empty; expected names, images or labels", at: "select.\(list)[\(index)]")
      }
    }
    if select.containers == .listed, select.include.isEmpty {
      reader.report("\"listed\" follows nothing without a rule in select.include", at: "select.containers")
    }
  }

  private static func checkStore(_ store: StoreConfig, _ reader: inout ConfigReader) {
    guard let size = store.retention.size, size < store.segment.size else { return }
    let key = reader.contains("store.retention.size") ? "store.retention.size" : "store.segment.size"
    reader.report(
      "retention.size (\(size)) is less than segment.size (\(store.segment.size)): nothing would be kept",
      at: key)
  }

  private static func checkSinks(_ sinks: [SinkConfig], _ reader: inout ConfigReader) {
    var seen: Set<String> = []
    for (index, sink) in zip(0..., sinks) where !seen.insert(sink.name).inserted {
      let path = "sinks[\(index)]"
      let key = reader.contains("\(path).name") ? "\(path).name" : path
      reader.report("another sink has the name \"\(sink.name)\"; give each its own", at: key)
    }
  }
}

extension ConfigSchema {
  private static func checkProbes(_ health: HealthConfig, _ reader: inout ConfigReader) {
    var seen: Set<String> = []
    for (index, probe) in zip(0..., health.probes) {
      let path = "health.probes[\(index)]"
      if !seen.insert(probe.name).inserted {
        reader.report(
          "another probe has the name \"\(probe.name)\"; give each its own", at: "\(path).name")
      }
      if probe.settings[.exec] != nil, !health.exec {
        reader.report(
          "commands in containers are not allowed; set health.exec to true to allow them", at: "\(path).exec")
      }
    }
  }
}

extension Config: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .section("docker", \.docker),
      .section("select", \.select),
      .section("store", \.store),
      .value("collectors", \.collectors, .integer(1...64)),
      .section("collector", \.collector),
      .sections("sinks", \.sinks),
      .section("health", \.health),
      .section("supervisor", \.supervisor),
      .section("log", \.log),
    ]
  }
}

extension DockerConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [.optional("host", \.host, .engineHost), .section("tls", \.tls)]
  }
}

extension DockerTLSConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .optional("ca", \.ca, .absolutePath),
      .optional("cert", \.cert, .absolutePath),
      .optional("key", \.key, .absolutePath),
      .optional("verify", \.verify, .boolean),
    ]
  }
}

extension SelectConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .value("containers", \.containers, .word),
      .sections("include", \.include),
      .sections("exclude", \.exclude),
    ]
  }
}

extension RuleConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .values("names", \.names, .pattern),
      .values("images", \.images, .pattern),
      .values("labels", \.labels, .pattern),
    ]
  }
}

extension StoreConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .optional("path", \.path, .absolutePath),
      .section("segment", \.segment),
      .section("retention", \.retention),
      .value("line_limit", \.lineLimit, .size(ByteCount(bytes: 1024)...(.mebibytes(64)))),
    ]
  }
}

extension SegmentConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .value("size", \.size, .size(.mebibytes(1)...(.gibibytes(64)))),
      .value("age", \.age, .duration(.seconds(60)...(.days(366)))),
    ]
  }
}

extension RetentionConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .unlessNone("age", \.age, .duration(.seconds(60)...(.days(36600)))),
      .unlessNone("size", \.size, .size(.mebibytes(1)...ByteCount(bytes: .max))),
    ]
  }
}

extension CollectorConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .value("catch_up", \.catchUp, .integer(1...256)),
      .value("queue", \.queue, .size(.mebibytes(1)...(.gibibytes(4)))),
    ]
  }
}

extension SinkConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .value("type", \.type, .word),
      .value("name", \.name, .identifier),
      .value("tag", \.tag, .text(\.tag)),
      .value("filter", \.filter, .text { checks in { $0.isEmpty ? nil : checks.filter($0) } }),
    ]
  }
}

extension HealthConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .unlessNone("retention", \.retention, .duration(.seconds(3600)...(.days(36600)))),
      .value("exec", \.exec, .boolean),
      .probes,
      .section("flapping", \.flapping),
      .section("restart", \.restart),
      .sections("channels", \.channels),
      .sections("maintenance", \.maintenance),
    ]
  }
}

extension FlappingConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .value("changes", \.changes, .integer(2...1000)),
      .value("window", \.window, .duration(.seconds(10)...(.days(7)))),
    ]
  }
}

extension HealthRestartConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .unlessNone("after", \.after, .duration(.seconds(10)...(.days(7)))),
      .value("budget", \.budget, .integer(1...1000)),
      .value("window", \.window, .duration(.seconds(60)...(.days(7)))),
      .value("grace", \.grace, .duration(.seconds(0)...(.seconds(600)))),
      .sections("include", \.include),
    ]
  }
}

extension SupervisorConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .section("restart", \.restart),
      .value("stop_timeout", \.stopTimeout, .duration(.seconds(1)...(.seconds(600)))),
    ]
  }
}

extension RestartConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .value("limit", \.limit, .integer(1...1000)),
      .value("window", \.window, .duration(.seconds(1)...(.days(1)))),
      .section("backoff", \.backoff),
    ]
  }
}

extension BackoffConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [
      .value("initial", \.initial, .duration(.milliseconds(10)...(.seconds(600)))),
      .value("maximum", \.maximum, .duration(.milliseconds(10)...(.seconds(3600)))),
    ]
  }
}

extension LogConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [.value("level", \.level, .word)]
  }
}

extension Duration {
  /// A day is 24 hours.
  fileprivate static func days(_ count: Int64) -> Duration { .seconds(count * 86400) }
}

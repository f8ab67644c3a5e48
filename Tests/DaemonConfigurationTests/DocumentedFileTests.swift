import DaemonConfiguration
import FoundationEssentials
import Probes
import Testing
import Yams

@Suite struct DocumentedFileTests {
  /// The dotted paths that have a value in the file; those with none.
  func leaves() throws -> (given: Set<String>, empty: Set<String>) {
    var given: Set<String> = []
    var empty: Set<String> = []
    func walk(_ node: Node, _ path: String) {
      switch node {
      case .mapping(let mapping):
        for (key, value) in mapping { walk(value, (path.isEmpty ? "" : path + ".") + (key.string ?? "?")) }
      case .sequence(let sequence):
        if sequence.isEmpty { given.insert(path) }
        for element in sequence { walk(element, path + "[]") }
      case .scalar(let scalar):
        if scalar.string.isEmpty, scalar.style == .plain { empty.insert(path) } else { given.insert(path) }
      case .alias: break
      }
    }
    let text = try String(contentsOfFile: documentedFile, encoding: .utf8)
    walk(try #require(try Yams.compose(yaml: text)), "")
    return (given, empty)
  }

  @Test func documentedFileSaysTheDefaults() throws {
    #expect(try ConfigLoader().load(path: documentedFile) == Config())
  }

  @Test func everyKeyStandsInTheDocumentedFile() throws {
    let (given, empty) = try leaves()
    let commented = ["names", "images", "labels"].flatMap {
      ["select.include[].\($0)", "select.exclude[].\($0)", "health.restart.include[].\($0)"]
    }
    let probes = ConfigSchema.keys.filter { $0.hasPrefix("health.probes[].") }
    let channels = ConfigSchema.keys.filter {
      $0.hasPrefix("health.channels[].") && !$0.hasSuffix(".type") && !$0.hasSuffix(".name")
    }
    let windows = ConfigSchema.keys.filter { $0.hasPrefix("health.maintenance[].") }
    let expected = Set(ConfigSchema.keys).subtracting(commented + probes + channels + windows)
    let lists = [
      "select.include", "select.exclude", "health.probes", "health.restart.include",
      "health.channels[].select", "health.maintenance",
    ]
    #expect(given.union(empty).subtracting(lists) == expected)
  }

  @Test func onlyKeysWhoseDefaultDependsOnTheEnvironmentHaveNoValue() throws {
    let expected: Set = [
      "docker.host", "docker.tls.ca", "docker.tls.cert", "docker.tls.key", "docker.tls.verify", "store.path",
    ]
    #expect(try leaves().empty == expected)
  }

  /// The rules are shown in a comment, since the default is no rule: what is shown must load.
  @Test func commentedRulesLoad() throws {
    let text = try String(contentsOfFile: documentedFile, encoding: .utf8)
    let lines = text.split(separator: "\n").drop { !$0.contains("# include:") }.prefix { $0.hasPrefix("  #") }
    let yaml = "select:\n" + lines.map { "  " + $0.dropFirst(4) }.joined(separator: "\n")
    let rule = RuleConfig(
      names: ["web-*", "api"], images: ["registry.example/*:1.*"],
      labels: ["team=payments", "com.example.keep"])
    #expect(try ConfigLoader().load(yaml: yaml, file: "x").select.include == [rule])
  }

  /// The same holds of probes; each of their keys is among what is shown.
  @Test func commentedProbesLoadAndHaveEveryKey() throws {
    let text = try String(contentsOfFile: documentedFile, encoding: .utf8)
    let lines = text.split(separator: "\n").drop { !$0.contains("# probes:") }.prefix { $0.hasPrefix("  #") }
    let yaml = "health:\n  exec: true\n" + lines.map { "  " + $0.dropFirst(4) }.joined(separator: "\n")
    let probes = try ConfigLoader().load(yaml: yaml, file: "x").health.probes
    #expect(probes.map(\.name) == ["web", "database", "queue", "errors", "heartbeat"])
    #expect(Set(probes.flatMap(\.settings.keys)) == Set(ProbeKey.allCases))
    #expect(probes[0].select.names == ["web-*"])
  }

  /// What a webhook and a command can be given is shown in a comment: what is shown must be all, be the defaults, and load.
  @Test func commentedChannelsLoad() throws {
    let text = try String(contentsOfFile: documentedFile, encoding: .utf8)
    let lines = text.split(separator: "\n").drop { !$0.contains("# - type: webhook") }.prefix {
      $0.hasPrefix("    #")
    }
    let yaml = "health:\n  channels:\n" + lines.map { "    " + $0.dropFirst(6) }.joined(separator: "\n")
    let channels = try ConfigLoader().load(yaml: yaml, file: "x").health.channels
    var webhook = HealthChannelConfig()
    (webhook.type, webhook.name, webhook.url) = (.webhook, "chat", "https://chat.example/hooks/a1b2c3")
    webhook.headers = ["Authorization": "Bearer t0k3n"]
    webhook.secretFile = "/etc/lslog/chat.secret"
    webhook.template = "/etc/lslog/chat.json"
    webhook.timeout = .seconds(10)
    var command = HealthChannelConfig()
    (command.type, command.name) = (.command, "pager")
    command.command = ["/usr/local/bin/page", "--team", "shop"]
    #expect(channels == [webhook, command])
    for key in ConfigSchema.keys where key.hasPrefix("health.channels[].") {
      let name = key.split(separator: ".").last ?? ""
      #expect(text.contains("# \(name):") || text.contains(" \(name):"), "\(key) is nowhere in the file")
    }
  }

  @Test func commentedMaintenanceLoads() throws {
    let text = try String(contentsOfFile: documentedFile, encoding: .utf8)
    let lines = text.split(separator: "\n").drop { !$0.contains("# maintenance:") }.prefix {
      $0.hasPrefix("  #")
    }
    let yaml = "health:\n" + lines.map { "  " + $0.dropFirst(4) }.joined(separator: "\n")
    var window = MaintenanceConfig()
    window.name = "backup"
    window.days = [.sun, .wed]
    window.from = .init(minute: 1410)
    window.until = .init(minute: 60)
    window.select = [HealthRuleConfig(projects: ["shop"])]
    #expect(try ConfigLoader().load(yaml: yaml, file: "x").health.maintenance == [window])
  }
}

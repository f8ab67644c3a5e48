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
    let probeKeys = ConfigSchema.keys.filter { $0.hasPrefix("health.probes[].") }
    let expected = Set(ConfigSchema.keys).subtracting(commented).subtracting(probeKeys)
    let emptyLists: Set = ["select.include", "select.exclude", "health.probes", "health.restart.include"]
    #expect(given.union(empty).subtracting(emptyLists) == expected)
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
}

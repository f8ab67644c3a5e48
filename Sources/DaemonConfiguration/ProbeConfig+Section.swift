internal import Probes
internal import YAMLDocuments
internal import Yams

extension ProbeConfig: ConfigSection {
  static var fields: [ConfigField<Self>] {
    [.value("name", \.name, .text { _ in ProbeName.problem }), .section("select", \.select)]
      + ProbeKey.allCases.map { key in
        switch key {
        case .headers: .headers
        case .exec: .command
        default: .optional(key.rawValue, \.settings[key], .text { _ in { _ in nil } })
        }
      }
  }
}

extension ConfigField<ProbeConfig> {
  /// A mapping of names and values.
  fileprivate static var headers: ConfigField {
    ConfigField(name: ProbeKey.headers.rawValue, keys: [ProbeKey.headers.rawValue]) {
      reader, node, path, probe in
      for (name, value) in reader.pairs(node, at: path) ?? [] {
        let text = ConfigValue<String>.text { _ in HTTPHeader.problem(ofValue:) }
        guard let value = reader.scalar(value, at: "\(path).\(name)", as: text) else { continue }
        probe.settings.headers.append(HTTPHeader(name: name, value: value))
      }
    }
  }

  /// A line for the shell, or a list of words.
  fileprivate static var command: ConfigField {
    ConfigField(name: ProbeKey.exec.rawValue, keys: [ProbeKey.exec.rawValue]) { reader, node, path, probe in
      let text = ConfigValue<String>.text { _ in { _ in nil } }
      guard node.scalar == nil else {
        probe.settings[.exec] = reader.scalar(node, at: path, as: text)
        return
      }
      let words = reader.list(node, at: path).map { nodes in
        zip(0..., nodes).compactMap { reader.scalar($1, at: "\(path)[\($0)]", as: text) }
      }
      if let words { probe.settings.setCommand(words) }
    }
  }
}

extension ConfigField<HealthConfig> {
  /// The list of probes: each is read as a whole, so that what is wrong with its values is told with all else.
  static var probes: ConfigField {
    let keys = ProbeConfig.fields.flatMap(\.keys).map { "probes[].\($0)" }
    return ConfigField(name: "probes", keys: keys) { reader, node, path, health in
      guard let nodes = reader.list(node, at: path) else { return }
      health.probes = zip(0..., nodes).map { number, node in
        var probe = ProbeConfig()
        reader.probe(node, at: "\(path)[\(number)]", into: &probe)
        return probe
      }
    }
  }
}

extension ConfigReader {
  fileprivate mutating func probe(_ node: Node, at path: String, into probe: inout ProbeConfig) {
    let before = problems.sorted.count
    section(node, at: path, into: &probe)
    let isReadWhole = problems.sorted.count == before
    if probe.name.isEmpty, isReadWhole { report("the probe has no name; give it one with name:", at: path) }
    do throws(ProbeSettingsError) {
      _ = try probe.settings.spec(named: probe.name.isEmpty ? ProbeSpec.defaultName : probe.name)
    } catch {
      // Of the probe as a whole only what can't come from a key that was not understood.
      for problem in error.problems where problem.key != nil || isReadWhole {
        let key = problem.key.map { ".\($0.rawValue)" } ?? ""
        let header = problem.header.map { ".\($0)" } ?? ""
        report(problem.message, at: path + key + header, suggestion: problem.suggestion)
      }
    }
  }
}

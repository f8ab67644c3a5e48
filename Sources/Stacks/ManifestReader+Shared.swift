internal import ContainerRuntime
internal import Quantities
internal import YAMLDocuments
internal import Yams

extension ManifestReader {
  private static let shell = ["/bin/sh", "-c"]

  /// Reads a key that all resources have.
  mutating func read(_ key: ManifestKeys.Shared, _ entry: Entry, into draft: inout ResourceDraft) {
    let (node, path) = (entry.node, entry.path)
    switch key {
    case .containerName:
      draft.containerName = value(node, at: path, ManifestValue.containerName).map {
        .init(value: $0, path: path, mark: node.mark)
      }
    case .ports:
      draft.ports = placed(node, at: path, PortMapping.init(parsing:))
    case .environment: draft.environment = pairs(node, at: path, takesFromEnvironment: true)
    case .volumes: draft.volumes = volumes(node, at: path)
    case .command: draft.command = command(node, at: path)
    case .entrypoint: draft.entrypoint = command(node, at: path)
    case .workingDirectory:
      draft.workingDirectory = value(node, at: path) { text in
        guard text.hasPrefix("/") else {
          throw ValueProblem(
            message: "\"\(text)\" is not absolute; expected a path of the container such as /app")
        }
        return text
      }
    case .healthCheck: draft.healthCheck = healthCheck(entry)
    case .dependencies: draft.dependencies = dependencies(node, at: path)
    case .replicas:
      _ = value(node, at: path) { text in
        guard text == "1" else {
          throw ValueProblem(
            message:
              "\"\(text)\" is not possible: a resource is one container, which has the resource's name on the "
              + "network; expected 1, or write a resource for each")
        }
      }
    case .restart: draft.restart = value(node, at: path, RestartPolicy.init(parsing:)) ?? draft.restart
    case .stopGrace:
      draft.stopGrace = value(node, at: path, ManifestValue.seconds(.zero ... .seconds(3600)))
    case .labels: draft.labels = labels(node, at: path)
    }
  }

  private mutating func placed<Value>(
    _ node: Node, at path: String, _ parse: (String) throws -> Value
  ) -> [ResourceDraft.Placed<Value>] {
    zip(0..., elements(node, at: path)).compactMap { index, element in
      let path = "\(path)[\(index)]"
      return value(element, at: path, parse).map { .init(value: $0, path: path, mark: element.mark) }
    }
  }

  private mutating func volumes(_ node: Node, at path: String) -> [VolumeMount] {
    let (folder, home) = (folder, home)
    let volumes = placed(node, at: path) { text in
      var volume = try VolumeMount(parsing: text, relativeTo: folder, home: home)
      if case .hostPath(let path) = volume.source { volume.source = .hostPath(PathText.normalized(path)) }
      return volume
    }
    var targets: Set<String> = []
    for volume in volumes where !targets.insert(PathText.normalized(volume.value.target)).inserted {
      problems.report(
        "something is mounted at \(volume.value.target) already; leave one out", at: volume.path,
        mark: volume.mark)
    }
    return volumes.map(\.value)
  }

  /// A line for the shell, or a program with its arguments.
  private mutating func command(_ node: Node, at path: String) -> [String]? {
    if node.scalar != nil { return text(node, at: path).map { Self.shell + [$0] } }
    let words = texts(node, at: path)
    if words.isEmpty, node.sequence?.isEmpty ?? false {
      report("the list is empty; expected a program and its arguments, or leave the key out", at: path, node)
    }
    return words.isEmpty ? nil : words
  }

  /// A mapping `{NAME: value}` or a list `[NAME=value]`.
  ///
  /// - Parameter takesFromEnvironment: whether a name without a value has that of the variable; else it is empty.
  mutating func pairs(_ node: Node, at path: String, takesFromEnvironment: Bool) -> [String: String] {
    var pairs: [String: String] = [:]
    for (name, value, path, node) in namedValues(node, at: path) {
      guard !name.isEmpty, !name.contains("="), !name.utf8.contains(0) else {
        report("\"\(name)\" is no name; expected NAME: value, or a list of NAME=value", at: path, node)
        continue
      }
      if pairs[name] != nil { report("\"\(name)\" stands more than once", at: path, node) }
      if let value {
        pairs[name] = value
      } else if !takesFromEnvironment {
        pairs[name] = ""
      } else if let value = interpolation.value(of: name) {
        pairs[name] = value
      } else {
        report(
          "the variable \(name) is not set, and no value is given; write '' for an empty one", at: path, node)
      }
    }
    return pairs
  }

  /// What stands in a mapping or a list of pairs; a value that is wrong is left out, one that is not there is nil.
  private mutating func namedValues(_ node: Node, at path: String) -> [(String, String?, String, Node)] {
    if node.mapping != nil {
      return entries(node, at: path).compactMap { entry in
        let text = text(entry.node, at: entry.path)
        guard text != nil || entry.node.isEmptyScalar else { return nil }
        return (entry.name, text, entry.path, entry.node)
      }
    }
    return zip(0..., elements(node, at: path)).compactMap { index, element in
      let path = "\(path)[\(index)]"
      guard let text = text(element, at: path) else { return nil }
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count == 2 ? String(parts[1]) : nil, path, element)
    }
  }

  private mutating func labels(_ node: Node, at path: String) -> [String: String] {
    let labels = pairs(node, at: path, takesFromEnvironment: false)
    for name in labels.keys.sorted() where name.hasPrefix(StackLabels.prefix) {
      report(
        "the label \(name) is one of ours; choose a name without '\(StackLabels.prefix)'", at: path, node)
    }
    return labels
  }

  private mutating func dependencies(_ node: Node, at path: String) -> [ResourceDraft.Placed<
    Resource.Dependency
  >] {
    var found: [ResourceDraft.Placed<Resource.Dependency>] = []
    if node.mapping != nil {
      for entry in entries(node, at: path) {
        let condition: Resource.Dependency.Condition =
          value(entry.node, at: entry.path, ManifestValue.word) ?? .healthy
        found.append(
          .init(value: .init(name: entry.name, condition: condition), path: entry.path, mark: entry.mark))
      }
    } else {
      found = placed(node, at: path) { Resource.Dependency(name: $0) }
    }
    var names: Set<String> = []
    for dependency in found where !names.insert(dependency.value.name).inserted {
      problems.report(
        "\"\(dependency.value.name)\" stands more than once", at: dependency.path, mark: dependency.mark)
    }
    return found
  }

  private mutating func healthCheck(_ entry: Entry) -> HealthCheckSpec? {
    let times = Duration.milliseconds(1) ... .seconds(86_400)
    var check = HealthCheckSpec(test: .none)
    var test: HealthCheckSpec.Test?
    var isTestThere = false
    for part in entries(entry.node, at: entry.path) {
      guard let key = key(part, among: ManifestKeys.HealthCheck.self) else { continue }
      switch key {
      case .test:
        isTestThere = true
        test = healthTest(part.node, at: part.path)
      case .interval: check.interval = value(part.node, at: part.path, ManifestValue.duration(times))
      case .timeout: check.timeout = value(part.node, at: part.path, ManifestValue.duration(times))
      case .startPeriod:
        check.startPeriod = value(
          part.node, at: part.path, ManifestValue.duration(.zero ... .seconds(86_400)))
      case .retries: check.retries = value(part.node, at: part.path, ManifestValue.integer(1...1000))
      }
    }
    if !isTestThere {
      problems.report(
        "the test is missing; expected test: a line for the shell, or [CMD, program, …]", at: entry.path,
        mark: entry.mark)
    }
    guard let test else { return nil }
    check.test = test
    return check
  }

  private mutating func healthTest(_ node: Node, at path: String) -> HealthCheckSpec.Test? {
    if node.scalar != nil {
      if let line = text(node, at: path), !line.isEmpty {
        return line == "NONE" ? HealthCheckSpec.Test.none : .shell(line)
      }
      if node.isEmptyScalar { report("the test is empty; write NONE for no health check", at: path, node) }
      return nil
    }
    let words = texts(node, at: path)
    switch words.first {
    case "NONE" where words.count == 1: return HealthCheckSpec.Test.none
    case "CMD" where words.count > 1: return .command(Array(words.dropFirst()))
    case "CMD-SHELL" where words.count == 2: return .shell(words[1])
    default:
      report("expected [CMD, program, argument, …], [CMD-SHELL, line] or [NONE]", at: path, node)
      return nil
    }
  }
}

internal import ContainerRuntime
internal import YAMLDocuments

extension ManifestReader {
  /// Reports what only shows when several resources are seen together.
  mutating func checkTogether(_ drafts: [ResourceDraft], project: String) {
    checkNames(drafts)
    checkContainerNames(drafts, project: project)
    checkPorts(drafts)
    checkDependencies(drafts)
  }

  /// Hosts are found without regard to case, and images don't have every character of a name.
  private mutating func checkNames(_ drafts: [ResourceDraft]) {
    var seen: [String: String] = [:]
    for draft in drafts {
      let plain = draft.name.value.lowercased().replacing("_", with: "-")
      if let other = seen[plain] {
        problems.report(
          "the name is too much like \(other): they differ by case, '-' and '_' alone, which hosts and images don't have",
          at: draft.name.path, mark: draft.name.mark)
      }
      seen[plain] = draft.name.value
    }
  }

  private mutating func checkContainerNames(_ drafts: [ResourceDraft], project: String) {
    var owners: [String: String] = [:]
    // Those that can't be helped come first.
    for draft in drafts.filter({ $0.containerName == nil }) + drafts.filter({ $0.containerName != nil }) {
      let name = draft.containerName(in: project)
      if let owner = owners[name], let place = draft.containerName {
        problems.report(
          "the container of \(owner) is named \(name) already; choose another name", at: place.path,
          mark: place.mark)
      }
      owners[name] = draft.name.value
    }
  }

  private mutating func checkPorts(_ drafts: [ResourceDraft]) {
    var taken: [String: [(port: PortMapping, resource: String)]] = [:]
    for draft in drafts {
      for port in draft.ports where port.value.hostPort != 0 {
        let key = "\(port.value.hostPort)/\(port.value.transport.rawValue)"
        if let other = taken[key, default: []].first(where: {
          Self.overlap($0.port.address, port.value.address)
        }) {
          problems.report(
            "the host's port \(key) on \(port.value.address) is taken by \(other.resource) already; choose another one",
            at: port.path, mark: port.mark)
        }
        taken[key, default: []].append((port.value, draft.name.value))
      }
    }
  }

  private static func overlap(_ one: String, _ other: String) -> Bool {
    let everywhere = ["0.0.0.0", "::"]
    guard one != other else { return true }
    return one.contains(":") == other.contains(":")
      && (everywhere.contains(one) || everywhere.contains(other))
  }

  private mutating func checkDependencies(_ drafts: [ResourceDraft]) {
    let names = drafts.map(\.name.value)
    var places: [String: [String: ResourceDraft.Placed<Resource.Dependency>]] = [:]
    var graph: [String: [String]] = [:]
    for draft in drafts {
      for dependency in draft.dependencies {
        let name = dependency.value.name
        guard names.contains(name) else {
          problems.report(
            "there is no resource \"\(name)\"", at: dependency.path, mark: dependency.mark,
            suggestion: Spelling.closest(to: name, among: names))
          continue
        }
        places[draft.name.value, default: [:]][name] = dependency
        graph[draft.name.value, default: []].append(name)
      }
    }
    for cycle in Cycles.find(in: graph, order: names) {
      let place = places[cycle[cycle.count - 2]]?[cycle[cycle.count - 1]]
      problems.report(
        "the resources wait for each other: \(cycle.joined(separator: " → ")); leave one of these out",
        at: place?.path ?? "resources", mark: place?.mark)
    }
  }
}

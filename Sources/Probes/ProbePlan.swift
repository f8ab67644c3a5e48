package import ContainerWatch
package import DockerEngine

/// Which container has which probes: those of the configuration by their rules, and those of its labels.
package struct ProbePlan: Sendable, Hashable {
  /// A probe of the configuration.
  package struct Entry: Sendable, Hashable {
    /// The probe.
    package var spec: ProbeSpec
    /// The containers that have it.
    package var rule: SelectionRule

    /// Makes an entry.
    package init(spec: ProbeSpec, rule: SelectionRule) {
      self.spec = spec
      self.rule = rule
    }
  }

  /// The probes of the configuration; their names are unique.
  package var entries: [Entry]

  /// Makes a plan; without entries containers have the probes of their labels.
  package init(entries: [Entry] = []) {
    self.entries = entries
  }

  /// The probes of a container, those of its labels first, and what is wrong with these.
  ///
  /// A probe of the labels wins over one of the configuration with the same name, also when it is wrong.
  package func specs(for container: ContainerDetails) -> (specs: [ProbeSpec], problems: [ProbeProblem]) {
    let labels = ProbeLabels.parse(container.labels)
    var (specs, problems) = (labels.specs, labels.problems)
    guard !labels.switchesOff else { return (specs, problems) }
    for entry in entries where !labels.names.contains(entry.spec.name) {
      guard entry.rule.matches(name: container.name, image: container.image, labels: container.labels) else {
        continue
      }
      guard specs.count < ProbeSpec.limit else {
        let message = "a container has at most \(ProbeSpec.limit) probes; this one is left out"
        problems.append(ProbeProblem(subject: "probe \(entry.spec.name)", message: message))
        continue
      }
      specs.append(entry.spec)
    }
    return (specs, problems)
  }
}

internal import ContainerRuntime
package import DockerEngine

/// Which containers we look after: a base, more by inclusion, fewer by exclusion. Exclusion wins.
package struct ContainerSelector: Sendable, Hashable {
  /// The containers that are chosen before any rule is looked at.
  package enum Base: String, Sendable, Hashable, CaseIterable {
    /// Those with the label ``RuntimeLabels/project``.
    case managed
    /// All.
    case all
    /// None: only what is included.
    case none
  }

  /// What is chosen before any rule.
  package var base: Base

  /// Rules that add containers to the base; one that applies is enough.
  package var include: [SelectionRule]

  /// Rules that take containers away; one that applies is enough, whatever else applies.
  package var exclude: [SelectionRule]

  /// Makes a selector.
  package init(base: Base = .managed, include: [SelectionRule] = [], exclude: [SelectionRule] = []) {
    self.base = base
    self.include = include
    self.exclude = exclude
  }

  /// The containers that the LightShuttle runtime manages.
  package static let managed = ContainerSelector(base: .managed)

  /// Every container.
  package static let all = ContainerSelector(base: .all)

  /// Whether a container is chosen.
  package func matches(name: String, image: String, labels: [String: String]) -> Bool {
    let isInBase =
      switch base {
      case .managed: labels[RuntimeLabels.project] != nil
      case .all: true
      case .none: false
      }
    guard isInBase || include.contains(where: { $0.matches(name: name, image: image, labels: labels) }) else {
      return false
    }
    return !exclude.contains { $0.matches(name: name, image: image, labels: labels) }
  }

  /// Whether a container is chosen.
  package func matches(_ details: ContainerDetails) -> Bool {
    matches(name: details.name, image: details.image, labels: details.labels)
  }

  /// Whether a rule looks at images. The list shows an image by its id once its name went to another image, so
  /// then only inspect can tell.
  var looksAtImages: Bool {
    (include + exclude).contains(where: \.looksAtImages)
  }
}

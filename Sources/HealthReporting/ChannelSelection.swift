internal import HealthStore
package import Patterns

/// Of which containers a channel, or a maintenance window, speaks.
///
/// Only what `health.db` knows of a container is looked at: it may be gone by the time it is spoken of.
package struct ChannelSelection: Sendable, Hashable {
  /// Takes a container when each list that is not empty has a glob that matches.
  package struct Rule: Sendable, Hashable {
    /// For its name, or that of its resource.
    package var names: [Glob]
    package var projects: [Glob]

    package init(names: [Glob] = [], projects: [Glob] = []) {
      self.names = names
      self.projects = projects
    }
  }

  /// One that applies is enough; empty: all containers.
  package var rules: [Rule]

  package init(rules: [Rule]) {
    self.rules = rules
  }

  package static let all = ChannelSelection(rules: [])

  /// Whether a container is spoken of. What befalls the engine befalls all containers: it is taken by every selection.
  package func matches(_ subject: Subject) -> Bool {
    rules.isEmpty || subject.isEngine
      || rules.contains { rule in
        (rule.names.isEmpty || rule.names.contains(where: subject.hasName))
          && (rule.projects.isEmpty || rule.projects.contains { $0.matches(subject.project ?? "") })
      }
  }
}

internal import HealthStore
internal import Patterns

/// What a transition is about: a container, or the engine itself.
package struct Subject: Sendable, Hashable {
  /// What stands for the id in the engine's own transitions.
  package static let engine = Transition.engineContainer

  package var id: String
  package var name: String
  package var project: String?
  package var resource: String?

  package init(id: String, name: String, project: String? = nil, resource: String? = nil) {
    self.id = id
    self.name = name
    self.project = project
    self.resource = resource
  }

  init(_ transition: Transition) {
    self.init(
      id: transition.container, name: transition.name, project: transition.project,
      resource: transition.resource)
  }

  init(_ row: HealthRow) {
    self.init(id: row.id, name: row.name, project: row.project, resource: row.resource)
  }

  init(_ alert: OpenAlert) {
    self.init(id: alert.container, name: alert.name, project: alert.project, resource: alert.resource)
  }

  package var isEngine: Bool { id == Self.engine }

  /// Whether a pattern matches its name, or that of the resource it serves.
  func hasName(_ pattern: Glob) -> Bool {
    pattern.matches(name) || (resource.map { pattern.matches($0) } ?? false)
  }
}

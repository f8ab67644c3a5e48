package import LogStore
internal import Patterns

/// Which containers to search: those that pass each of the three lists, an empty list passing all.
package struct ContainerFilter: Sendable, Hashable {
  private let containers: [ContainerPattern]
  private let projects: [Glob]
  private let resources: [Glob]
  /// The one container that can pass, where that is known, so that the others need not be read at all.
  let onlyID: String?

  /// Every container.
  package static let all = ContainerFilter(containers: [], projects: [], resources: [], onlyID: nil)

  private init(containers: [ContainerPattern], projects: [Glob], resources: [Glob], onlyID: String?) {
    self.containers = containers
    self.projects = projects
    self.resources = resources
    self.onlyID = onlyID
  }

  /// The one container with this whole id.
  package init(id: String) {
    self.init(containers: [], projects: [], resources: [], onlyID: id)
  }

  /// - Parameters:
  ///   - names: names, globs, or beginnings of ids (see ``ContainerPattern``); a container passes that fits one of them.
  ///   - projects: names or globs; one of them must fit the container's project. A container without one does not pass.
  ///   - resources: as `projects`.
  /// - Throws: ``ContainerFilterError`` for an empty text or a glob with an unclosed bracket.
  package init(
    names: [String], projects: [String], resources: [String]
  ) throws(ContainerFilterError) {
    self.containers = try names.map { name throws(ContainerFilterError) in
      ContainerPattern(text: name, glob: try Self.glob(name))
    }
    self.projects = try projects.map(Self.glob)
    self.resources = try resources.map(Self.glob)
    onlyID = nil
  }

  /// True if every container passes, so that there is no need to ask for each.
  package var passesAll: Bool {
    containers.isEmpty && projects.isEmpty && resources.isEmpty && onlyID == nil
  }

  /// True if the lines of `container` are to be searched.
  package func matches(_ container: ContainerInfo) -> Bool {
    if let onlyID { return container.id == onlyID }
    return (containers.isEmpty || containers.contains { $0.matches(id: container.id, name: container.name) })
      && Self.isOne(of: projects, container.project) && Self.isOne(of: resources, container.resource)
  }

  private static func isOne(of globs: [Glob], _ name: String?) -> Bool {
    guard !globs.isEmpty else { return true }
    guard let name else { return false }
    return globs.contains { $0.matches(name) }
  }

  private static func glob(_ text: String) throws(ContainerFilterError) -> Glob {
    guard !text.isEmpty else { throw ContainerFilterError(pattern: text, reason: nil) }
    do {
      return try Glob(text)
    } catch {
      throw ContainerFilterError(pattern: text, reason: error)
    }
  }
}

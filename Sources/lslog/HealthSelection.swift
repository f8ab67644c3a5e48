internal import HealthStore
internal import LogQuery
internal import LogStore

/// Which containers a person asks for.
struct HealthSelection {
  /// One NAME.
  private struct Name {
    let text: String
    let byName: ContainerFilter
    let byResource: ContainerFilter

    func matches(_ container: ContainerInfo) -> Bool {
      byName.matches(container) || byResource.matches(container)
    }
  }

  private let names: [Name]
  private let projects: ContainerFilter
  private let projectNames: [String]

  /// - Parameters:
  ///   - names: names, resources, globs for them, or beginnings of ids; empty: all.
  ///   - projects: names or globs; empty: all.
  /// - Throws: `ContainerFilterError` for an empty text or a glob with an unclosed bracket.
  init(names: [String], projects: [String]) throws {
    self.names = try names.map { text in
      Name(
        text: text, byName: try ContainerFilter(names: [text], projects: [], resources: []),
        byResource: try ContainerFilter(names: [], projects: [], resources: [text]))
    }
    self.projects = try ContainerFilter(names: [], projects: projects, resources: [])
    projectNames = projects
  }

  /// Whether every container is meant.
  var isAll: Bool { names.isEmpty && projectNames.isEmpty }

  /// Whether a container is meant.
  func includes(_ row: HealthRow) -> Bool {
    let container = Self.info(row)
    return projects.matches(container) && (names.isEmpty || names.contains { $0.matches(container) })
  }

  /// What is asked for without any of these containers.
  func without(_ rows: [HealthRow]) -> HealthSelection {
    let known = rows.map(Self.info)
    let missing = names.filter { name in
      !known.contains { projects.matches($0) && name.matches($0) }
    }
    return HealthSelection(names: missing, projects: projects, projectNames: projectNames)
  }

  private init(names: [Name], projects: ContainerFilter, projectNames: [String]) {
    self.names = names
    self.projects = projects
    self.projectNames = projectNames
  }

  /// What was asked for by name; empty if nothing was.
  var isNamed: Bool { !names.isEmpty }

  /// That there is nothing of it.
  var failure: NoSuchContainer {
    NoSuchContainer(names: names.map(\.text), projects: projectNames)
  }

  private static func info(_ row: HealthRow) -> ContainerInfo {
    ContainerInfo(id: row.id, name: row.name, project: row.project, resource: row.resource)
  }
}

/// Nothing that was asked for is known.
struct NoSuchContainer: Error, CustomStringConvertible {
  let names: [String]
  let projects: [String]

  /// What is missing, and what to do.
  var description: String {
    let names = names.map { "'\($0)'" }.joined(separator: ", ")
    let projects = projects.map { "'\($0)'" }.joined(separator: ", ")
    let what = names.isEmpty ? "container" : "container \(names)"
    return
      "no \(what)\(projects.isEmpty ? "" : " of the project \(projects)") is known, nor are changes of one kept; "
      + "lslog health lists those that are there"
  }
}

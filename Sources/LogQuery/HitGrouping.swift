internal import LogStore

/// What hits are told apart by, other than a field of the line.
package enum HitGrouping: String, Sendable, CaseIterable {
  case level
  case container
  case project
  case resource
  case stream

  /// The group of all lines of a container; nil if it has none, or if lines of a container differ.
  func name(of container: ContainerInfo) -> String? {
    switch self {
    case .container: container.name
    case .project: container.project
    case .resource: container.resource
    case .level, .stream: nil
    }
  }
}

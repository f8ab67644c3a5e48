package import LogStore
internal import Patterns

extension Query {
  /// The query for the lines of one container, without tests of containers. ``QueryExpression/nothing`` if none of them can
  /// be a hit.
  package func bound(to container: ContainerInfo) -> Query {
    Query(expression: expression.bound(to: container), isCaseSensitive: isCaseSensitive)
  }
}

extension QueryExpression {
  /// What is left to be asked of the lines of `container`.
  package func bound(to container: ContainerInfo) -> QueryExpression {
    switch self {
    case .container(let pattern): Self.known(pattern.matches(id: container.id, name: container.name))
    case .project(let glob): Self.known(container.project.map(glob.matches) ?? false)
    case .resource(let glob): Self.known(container.resource.map(glob.matches) ?? false)
    case .not(let operand): .negation(operand.bound(to: container))
    case .and(let operands): .conjunction(operands.map { $0.bound(to: container) })
    case .or(let operands): .disjunction(operands.map { $0.bound(to: container) })
    case .all, .word, .prefix, .suffix, .substring, .literal, .literalPrefix, .regex, .level, .field, .stream:
      self
    }
  }

  private static func known(_ holds: Bool) -> QueryExpression { holds ? .all : .nothing }
}

internal import LineContent
internal import LogStore
internal import LogWire
internal import Patterns

extension LineMatcher {
  /// True if the test at a leaf of the expression holds.
  func holds(_ leaf: Node, _ line: RawSpan, _ context: LineContext) -> Bool {
    switch leaf.kind {
    case .needle: firstMatch(of: needles[leaf.number], in: line, from: 0) != nil
    case .regex: expressions[leaf.number].firstMatch(in: line) != nil
    case .level: levels[leaf.number].accepts(Self.level(of: line, context))
    case .field: holds(fields[leaf.number], line)
    case .container, .project, .resource: holds(leaf, of: context.container)
    case .stream: context.stream?.rawValue == UInt8(leaf.number)
    case .all: true
    case .not, .and, .or: preconditionFailure("\(leaf.kind) is no leaf")
    }
  }

  private static func level(of line: RawSpan, _ context: LineContext) -> Level? {
    if case .known(let level) = context.level { return level }
    return Level.find(in: line)
  }

  /// Most lines don't have the key, which is found out faster than by reading their fields.
  private func holds(_ field: Field, _ line: RawSpan) -> Bool {
    guard firstMatch(of: field.key, in: line, from: 0) != nil || hasEscapes(line) else { return false }
    return LineFields.contains(field.path, in: line, where: field.check)
  }

  private func hasEscapes(_ line: RawSpan) -> Bool {
    line.firstOffset(of: UInt8(ascii: "\\")) != nil
  }

  private func holds(_ leaf: Node, of container: ContainerInfo?) -> Bool {
    guard let container else { return false }
    switch leaf.kind {
    case .project: return container.project.map(globs[leaf.number].matches) ?? false
    case .resource: return container.resource.map(globs[leaf.number].matches) ?? false
    default: return containers[leaf.number].matches(id: container.id, name: container.name)
    }
  }
}

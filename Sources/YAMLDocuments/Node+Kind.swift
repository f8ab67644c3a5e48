package import Yams

extension Node {
  /// What a message calls the node.
  package var kindName: String {
    switch self {
    case .scalar(let scalar): "\"\(scalar.string)\""
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// Whether nothing is written: `key:`, `key: ~` or `key: null`, unquoted.
  package var isEmptyScalar: Bool {
    guard case .scalar(let scalar) = self, scalar.style == .plain || scalar.style == .any else {
      return false
    }
    return ["", "~", "null"].contains(scalar.string)
  }
}

internal import YAMLDocuments
internal import Yams

/// Walks the nodes of one file and gathers what is wrong, so that all of it is reported at once.
struct ConfigReader {
  /// Checks of values that modules above understand.
  let checks: ConfigChecks
  /// What was found wrong, in no order.
  private(set) var problems: DocumentProblems
  /// Where each key's value stands, by its dotted path.
  private var marks: [String: Mark] = [:]

  init(file: String, checks: ConfigChecks) {
    problems = DocumentProblems(file: file)
    self.checks = checks
  }

  /// Adds a problem of the key at `path`, which stands where that key was read.
  mutating func report(_ message: String, at path: String, suggestion: String? = nil) {
    report(message, at: path, mark: marks[path], suggestion: suggestion)
  }

  /// Whether the file gives the key at `path`.
  func contains(_ path: String) -> Bool {
    marks[path] != nil
  }

  /// Reads a mapping into a section; no value at all leaves the defaults, so that a key may stand with all below it
  /// commented out.
  mutating func section<Section: ConfigSection>(_ node: Node, at path: String, into section: inout Section) {
    marks[path] = node.mark
    if node.isEmptyScalar { return }
    guard case .mapping(let mapping) = node else {
      return report("expected a mapping of keys, found \(node.kindName)", at: path)
    }
    let fields = Section.fields
    for (keyNode, valueNode) in mapping {
      guard let name = keyNode.scalar?.string else {
        report("expected a key, found \(keyNode.kindName)", at: path, mark: keyNode.mark)
        continue
      }
      let keyPath = path.isEmpty ? name : "\(path).\(name)"
      guard let field = fields.first(where: { $0.name == name }) else {
        problems.reportUnknownKey(name, among: fields.map(\.name), at: keyPath, mark: keyNode.mark)
        continue
      }
      field.read(&self, valueNode, keyPath, &section)
    }
  }

  /// The elements of a list, or nil when none is written or the node is none (a problem).
  mutating func list(_ node: Node, at path: String) -> [Node]? {
    marks[path] = node.mark
    if node.isEmptyScalar { return nil }
    guard case .sequence(let sequence) = node else {
      report("expected a list, found \(node.kindName)", at: path)
      return nil
    }
    return Array(sequence)
  }

  /// The names and values of a mapping in which each name may stand, or nil when none is written or the node is none (a problem).
  mutating func pairs(_ node: Node, at path: String) -> [(name: String, value: Node)]? {
    marks[path] = node.mark
    if node.isEmptyScalar { return nil }
    guard case .mapping(let mapping) = node else {
      report("expected a mapping of names and values, found \(node.kindName)", at: path)
      return nil
    }
    var pairs: [(name: String, value: Node)] = []
    for (keyNode, valueNode) in mapping {
      guard let name = keyNode.scalar?.string else {
        report("expected a name, found \(keyNode.kindName)", at: path, mark: keyNode.mark)
        continue
      }
      pairs.append((name, valueNode))
    }
    return pairs
  }

  /// A mapping of any names to scalars.
  ///
  /// - Parameter problem: what is wrong with a name; nil for nothing.
  mutating func texts(
    _ node: Node, at path: String, as value: ConfigValue<String>, checking problem: (String) -> String?
  ) -> [String: String] {
    var texts: [String: String] = [:]
    for (name, valueNode) in pairs(node, at: path) ?? [] {
      if let problem = problem(name) {
        report(problem, at: "\(path).\(name)", mark: valueNode.mark)
      } else if let text = scalar(valueNode, at: "\(path).\(name)", as: value) {
        texts[name] = text
      }
    }
    return texts
  }

  /// The value of a scalar, or nil when none is written or it is none (a problem).
  mutating func scalar<Value>(_ node: Node, at path: String, as value: ConfigValue<Value>) -> Value? {
    marks[path] = node.mark
    if node.isEmptyScalar { return nil }
    guard case .scalar(let scalar) = node else {
      report("expected a single value, found \(node.kindName)", at: path)
      return nil
    }
    do throws(ConfigValueError) {
      return try value.parse(scalar.string, checks)
    } catch {
      report(error.message, at: path, suggestion: error.suggestion)
      return nil
    }
  }

  private mutating func report(_ message: String, at path: String, mark: Mark?, suggestion: String? = nil) {
    problems.report(message, at: path, mark: mark, suggestion: suggestion)
  }
}

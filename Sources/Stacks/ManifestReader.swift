internal import YAMLDocuments
internal import Yams

/// Walks the nodes of a manifest and gathers what is wrong, so that all of it is reported at once.
///
/// Values are interpolated after the YAML was parsed, so that what a variable holds is never more than a value.
struct ManifestReader {
  /// A key of a mapping with its value.
  struct Entry {
    /// The key as it stands in the file.
    var name: String
    /// Its dotted path.
    var path: String
    /// Where the key stands.
    var mark: Mark?
    /// What stands behind it.
    var node: Node
  }

  /// Aliases can make a small file large: no more nodes, and bytes of text, than these are read.
  private static let nodeLimit = 200_000
  private static let byteLimit = 32 << 20

  /// What was found wrong.
  var problems: DocumentProblems
  /// Where variables come from.
  let interpolation: Interpolation
  /// What relative paths are relative to; absolute.
  let folder: String
  /// What `~` is; nil if nobody knows.
  let home: String?
  private var nodes = 0
  private var bytes = 0

  /// A reader that has found nothing wrong yet.
  init(file: String, interpolation: Interpolation, folder: String, home: String?) {
    problems = DocumentProblems(file: file)
    self.interpolation = interpolation
    self.folder = folder
    self.home = home
  }

  /// Adds a problem of a value.
  mutating func report(_ message: String, at path: String, _ node: Node, suggestion: String? = nil) {
    problems.report(message, at: path, mark: node.mark, suggestion: suggestion)
  }

  /// The entries of a mapping; none, and a problem, if it is no mapping. Nothing at all is an empty one.
  mutating func entries(_ node: Node, at path: String) -> [Entry] {
    guard isWithinLimits(node, at: path), !node.isEmptyScalar else { return [] }
    guard case .mapping(let mapping) = node else {
      report("expected a mapping of keys, found \(node.kindName)", at: path, node)
      return []
    }
    var entries: [Entry] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string else {
        report("expected a key, found \(key.kindName)", at: path, key)
        continue
      }
      let keyPath = path.isEmpty ? name : "\(path).\(name)"
      entries.append(Entry(name: name, path: keyPath, mark: key.mark, node: value))
    }
    return entries
  }

  /// The key that an entry names; nil, and a problem, if there is none of that name.
  mutating func key<Key: RawRepresentable<String> & CaseIterable>(_ entry: Entry, among keys: Key.Type)
    -> Key?
  {
    if let key = Key(rawValue: entry.name) { return key }
    problems.reportUnknownKey(
      entry.name, among: ManifestKeys.names(keys), at: entry.path, mark: entry.mark)
    return nil
  }

  /// The elements of a list; none, and a problem, if it is no list. One scalar stands for a list of one.
  mutating func elements(_ node: Node, at path: String) -> [Node] {
    guard isWithinLimits(node, at: path), !node.isEmptyScalar else { return [] }
    switch node {
    case .sequence(let sequence): return Array(sequence)
    case .scalar: return [node]
    default:
      report("expected a list, found \(node.kindName)", at: path, node)
      return []
    }
  }

  /// The interpolated text of a scalar; nil if nothing is written, or with a problem if it is no scalar.
  mutating func text(_ node: Node, at path: String) -> String? {
    guard isWithinLimits(node, at: path), !node.isEmptyScalar else { return nil }
    guard case .scalar(let scalar) = node else {
      report("expected a single value, found \(node.kindName)", at: path, node)
      return nil
    }
    do throws(Interpolation.Failure) {
      let text = try interpolation.applied(to: scalar.string)
      bytes += text.utf8.count
      guard !text.utf8.contains(0) else {
        report("there is a NUL in the value, which no program can be given", at: path, node)
        return nil
      }
      return text
    } catch {
      report(error.message, at: path, node)
      return nil
    }
  }

  /// The text of a scalar as a value; nil, and a problem, if it is none.
  mutating func value<Value>(
    _ node: Node, at path: String, _ parse: (String) throws -> Value
  ) -> Value? {
    guard let text = text(node, at: path) else { return nil }
    do {
      return try parse(text)
    } catch {
      let problem = error as? ValueProblem
      report(problem?.message ?? "\(error)", at: path, node, suggestion: problem?.suggestion)
      return nil
    }
  }

  /// The interpolated texts of a list.
  mutating func texts(_ node: Node, at path: String) -> [String] {
    zip(0..., elements(node, at: path)).compactMap { index, element in
      let path = "\(path)[\(index)]"
      if element.isEmptyScalar {
        report("there is nothing in this place of the list; write '' for an empty text", at: path, element)
      }
      return text(element, at: path)
    }
  }

  private mutating func isWithinLimits(_ node: Node, at path: String) -> Bool {
    nodes += 1
    if nodes == Self.nodeLimit || (bytes > Self.byteLimit && nodes < Self.nodeLimit) {
      nodes = Self.nodeLimit
      report("the manifest is too large; are there aliases in aliases?", at: path, node)
    }
    return nodes < Self.nodeLimit
  }
}

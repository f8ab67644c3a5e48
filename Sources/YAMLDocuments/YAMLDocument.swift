package import Yams

/// The nodes of one YAML document.
package enum YAMLDocument {
  /// - Parameters:
  ///   - yaml: One document; nothing in it is nil.
  ///   - file: What problems call the file.
  /// - Throws: ``DocumentProblem``: it is no YAML, or a key stands twice in a mapping.
  package static func compose(_ yaml: String, file: String) throws(DocumentProblem) -> Node? {
    do {
      return try Yams.compose(yaml: yaml)
    } catch {
      throw problem(of: error, file: file)
    }
  }

  private static func problem(of error: any Error, file: String) -> DocumentProblem {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      DocumentProblem(
        file: file, line: mark.line, column: mark.column, key: "", message: "this is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      DocumentProblem(
        file: file, line: context.mark.line, column: context.mark.column,
        key: duplicates.joined(separator: ", "),
        message: "the key stands more than once")
    case .reader(let problem, _, _, _):
      DocumentProblem(file: file, key: "", message: "this is not YAML: \(problem)")
    default:
      DocumentProblem(file: file, key: "", message: "this is not YAML: \(error)")
    }
  }
}

package import Yams

/// What was found wrong in one document, gathered so that a person sees all of it at once.
package struct DocumentProblems: Sendable {
  /// The file as it was named.
  package let file: String
  private var found: [DocumentProblem] = []

  /// Nothing yet.
  package init(file: String) {
    self.file = file
  }

  /// Whether nothing was found.
  package var isEmpty: Bool { found.isEmpty }

  /// All, in the order of the file.
  package var sorted: [DocumentProblem] {
    found.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) }
  }

  /// Adds a problem of the key at `path`, which stands at `mark`.
  package mutating func report(_ message: String, at path: String, mark: Mark?, suggestion: String? = nil) {
    found.append(
      DocumentProblem(
        file: file, line: mark?.line, column: mark?.column, key: path, message: message,
        suggestion: suggestion))
  }

  /// Adds that there is no key of that name, with the one that was perhaps meant, or with those that there are.
  package mutating func reportUnknownKey(_ name: String, among names: [String], at path: String, mark: Mark?)
  {
    let suggestion = Spelling.closest(to: name, among: names)
    let known = suggestion == nil ? "; expected \(names.joined(separator: ", "))" : ""
    report("unknown key\(known)", at: path, mark: mark, suggestion: suggestion)
  }
}

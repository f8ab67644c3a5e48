/// One thing that is wrong in a document: where, which key, what, and what was perhaps meant.
package struct DocumentProblem: Error, Hashable, CustomStringConvertible {
  /// The file as it was named, or `<stdin>`.
  package var file: String
  /// From 1; nil when the problem has no place, as for a file that can't be read.
  package var line: Int?
  /// From 1, in Unicode scalars; nil when the problem has no place.
  package var column: Int?
  /// The dotted path of the key, as in `sinks[0].tag`; empty for the whole file.
  package var key: String
  /// What is wrong and what was expected.
  package var message: String
  /// What was perhaps meant.
  package var suggestion: String?

  /// Describes what is wrong; without a line it is of the whole file.
  package init(
    file: String, line: Int? = nil, column: Int? = nil, key: String, message: String,
    suggestion: String? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.key = key
    self.message = message
    self.suggestion = suggestion
  }

  /// `lslogd.yml:12:5: store.segment.sise: unknown key; did you mean "size"?`, on one line.
  package var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if let column { place += ":\(column)" }
    let subject = key.isEmpty ? "" : "\(key): "
    let hint = suggestion.map { "; did you mean \"\($0)\"?" } ?? ""
    return "\(place): \(subject)\(message)\(hint)"
  }
}

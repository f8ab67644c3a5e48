/// One thing that is wrong in the configuration: where, which key, what, and what was perhaps meant.
package struct ConfigProblem: Sendable, Hashable, CustomStringConvertible {
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

package import YAMLDocuments

/// A manifest can't be used; everything that is wrong with it.
package struct ManifestError: Error, Hashable, CustomStringConvertible {
  /// In the order of the file; at least one.
  package let problems: [DocumentProblem]

  /// One problem a line.
  package var description: String {
    problems.map(\.description).joined(separator: "\n")
  }
}

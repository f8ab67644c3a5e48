internal import LineContent

/// What the most frequent values are asked of: something that is known of a line, or a field in it.
package struct TopField: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case grouping(HitGrouping)
    case field(FieldPath)
  }

  /// As it was given.
  package let name: String
  let kind: Kind

  /// Reads a name as queries have it: `level`, `container`, `project`, `resource` and `stream` are what tests of that name
  /// ask for; any other is a field of the line, and so is one with a dot before it.
  ///
  /// - Parameter isCaseSensitive: whether the case of a field's keys matters.
  /// - Returns: nil without a name.
  package init?(_ name: String, isCaseSensitive: Bool) {
    let bytes = Array(name.utf8)
    let isDotted = bytes.first == UInt8(ascii: ".")
    let path = isDotted ? Array(bytes.dropFirst()) : bytes
    guard !path.isEmpty else { return nil }
    self.name = name
    let query = isDotted ? .field : QueryName(path, isCaseSensitive: isCaseSensitive)
    let grouping = HitGrouping(rawValue: query.rawValue)
    kind = grouping.map { .grouping($0) } ?? .field(FieldPath(path, isCaseSensitive: isCaseSensitive))
  }
}

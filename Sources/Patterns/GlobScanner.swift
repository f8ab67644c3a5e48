/// Reads the parts of a ``Glob`` off a pattern.
struct GlobScanner {
  private let scalars: [Unicode.Scalar]
  private var position = 0

  /// Begins at the beginning of a pattern.
  init(_ pattern: String) {
    scalars = Array(pattern.unicodeScalars)
  }

  /// The next character; nil at the end.
  mutating func next() -> Unicode.Scalar? {
    guard position < scalars.count else { return nil }
    defer { position += 1 }
    return scalars[position]
  }

  /// The character behind a backslash.
  mutating func escaped() throws(GlobSyntaxError) -> Unicode.Scalar {
    guard let scalar = next() else {
      throw GlobSyntaxError(offset: position - 1, reason: "nothing follows the backslash")
    }
    return scalar
  }

  /// The set whose bracket was just read, up to and with the closing bracket. A `]` at its beginning stands for
  /// itself.
  mutating func set() throws(GlobSyntaxError) -> (ranges: [ClosedRange<Unicode.Scalar>], isNegated: Bool) {
    let start = position - 1
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    let isNegated = peek() == "!" || peek() == "^"
    if isNegated { position += 1 }
    while let scalar = next() {
      if scalar == "]", !ranges.isEmpty { return (ranges, isNegated) }
      let first = scalar == "\\" ? try escaped() : scalar
      ranges.append(first...(try rangeEnd(from: first)))
    }
    throw GlobSyntaxError(offset: start, reason: "the bracket is not closed")
  }

  /// The end of a range `a-z`, or `first` when what follows is no range.
  private mutating func rangeEnd(from first: Unicode.Scalar) throws(GlobSyntaxError) -> Unicode.Scalar {
    guard peek() == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { return first }
    position += 1
    let offset = position
    guard let scalar = next() else { return first }
    let last = scalar == "\\" ? try escaped() : scalar
    guard last >= first else { throw GlobSyntaxError(offset: offset, reason: "the range is backwards") }
    return last
  }

  private func peek() -> Unicode.Scalar? {
    position < scalars.count ? scalars[position] : nil
  }
}

/// What a `.dockerignore` file keeps out of the context.
///
/// The patterns are asked in their order, and the last one that matches a path or one of the folders above it decides.
package struct IgnoreRules: Sendable {
  /// The patterns in the order of the file.
  let patterns: [IgnorePattern]

  /// No pattern: everything is in the context.
  package init() {
    patterns = []
  }

  /// Reads a file: a pattern a line, `#` at the very beginning of a line makes it a comment, spaces around a pattern
  /// don't belong to it. A mark of UTF-8 at the beginning is skipped.
  ///
  /// - Parameter file: its name, for errors.
  /// - Throws: ``ContextError`` with file and line for a pattern that is none.
  package init(parsing text: [UInt8], file: String) throws(ContextError) {
    var text = text[...]
    if text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
    var patterns: [IgnorePattern] = []
    for (index, line) in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .enumerated()
    {
      let pattern = Self.trimmed(line)
      if line.first == UInt8(ascii: "#") || pattern.isEmpty { continue }
      do {
        patterns.append(try IgnorePattern(parsing: pattern))
      } catch {
        throw ContextError(
          .badPattern(
            line: index + 1, pattern: String(decoding: pattern, as: UTF8.self), reason: error.reason),
          path: file)
      }
    }
    self.patterns = patterns
  }

  /// Which patterns match a path or a folder above it, and whether the path is kept out.
  package struct Verdict: Sendable {
    /// Whether the path is not in the context.
    package fileprivate(set) var isExcluded = false
    /// By pattern: whether it matches the path or a folder above it.
    fileprivate var matched: [Bool] = []
    /// The pattern that decided.
    fileprivate var deciding = -1

    /// The verdict on the context itself.
    package init() {}
  }

  /// Judges a path.
  ///
  /// - Parameters:
  ///   - path: relative to the context.
  ///   - parent: the verdict on the folder that it is in.
  package func verdict(on path: [UInt8], in parent: Verdict) -> Verdict {
    let units = IgnoreText.units(of: path)
    var verdict = Verdict()
    verdict.matched.reserveCapacity(patterns.count)
    for (index, pattern) in patterns.enumerated() {
      let matches = (!parent.matched.isEmpty && parent.matched[index]) || pattern.matches(units)
      verdict.matched.append(matches)
      if matches, pattern.isException == verdict.isExcluded {
        verdict.isExcluded = !pattern.isException
      }
      if matches { verdict.deciding = index }
    }
    return verdict
  }

  /// Whether something below an excluded folder may be in the context all the same: by an exception that stands behind
  /// the last pattern that matches the folder, since that one matches all below it, too.
  package func mayInclude(below folder: [UInt8], _ verdict: Verdict) -> Bool {
    guard verdict.isExcluded else { return true }
    let units = IgnoreText.units(of: folder)
    return patterns[(verdict.deciding + 1)...].contains { $0.isException && $0.mayMatch(below: units) }
  }

  /// Judges a path by itself; for a few paths only, since it looks at all folders above it again.
  package func excludes(_ path: [UInt8]) -> Bool {
    var verdict = Verdict()
    for index in path.indices where path[index] == UInt8(ascii: "/") {
      verdict = self.verdict(on: Array(path[..<index]), in: verdict)
    }
    return self.verdict(on: path, in: verdict).isExcluded
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.drop(while: IgnoreText.isSpace)
    while let last = line.last, IgnoreText.isSpace(last) { line.removeLast() }
    return line
  }
}

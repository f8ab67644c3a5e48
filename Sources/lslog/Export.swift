internal import LogQuery
internal import Platform
internal import Terminal

/// Writes all hits of a search, or fails.
struct Export {
  let request: SearchRequest
  let formatter: any HitFormatter

  /// A part of the store can't be read, so that the answer would not be whole.
  struct Incomplete: Error, CustomStringConvertible {
    let problems: [String]

    var description: String {
      "the export is not complete: \(problems.joined(separator: "\n"))"
    }
  }

  /// Writes the hits of `search`; returns how many there were. Ends early when it is interrupted.
  ///
  /// - Throws: ``Incomplete``, `OutputError`, and what the search throws.
  func write(_ search: StoreSearch, to descriptor: Int32) throws -> Int {
    var formatter = formatter
    var output = OutputBuffer(descriptor: descriptor, flushesEachLine: false)
    let report = try search.hits(of: request) { hit in
      try output.append { bytes in formatter.append(hit, to: &bytes) }
      return Interruption.signal == nil
    }
    try output.flush()
    guard report.problems.isEmpty else { throw Incomplete(problems: report.problems) }
    return report.hits
  }
}

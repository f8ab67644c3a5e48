package import LogQuery

/// Where the hits of a search go, and in which form.
package final class SearchOutput {
  private var formatter: any HitFormatter
  private var direct: OutputBuffer
  private let paged: PagedOutput?
  private var line: [UInt8] = []

  /// - Parameters:
  ///   - formatter: what a hit looks like.
  ///   - descriptor: where it goes.
  ///   - pager: the pager to turn to when `descriptor` is a terminal and its screen is full; nil: none.
  package init(formatter: any HitFormatter, descriptor: Int32, pager: PagerCommand?) {
    let terminal = TerminalDevice(descriptor: descriptor)
    self.formatter = formatter
    self.direct = OutputBuffer(descriptor: descriptor, flushesEachLine: terminal != nil)
    self.paged = if let terminal, let pager { PagedOutput(terminal: terminal, command: pager) } else { nil }
  }

  /// Prints the hits that `search` gives to its argument, until it has given all or nobody reads on.
  ///
  /// `search` stops when its argument returns false, and returns what could not be searched, each as a sentence. What was found before an error is printed too. Returns when the user has left the pager, if there is one.
  ///
  /// - Throws: what `search` throws, and ``OutputError`` if the output can't be written. That it is not read to its end is no error.
  package func print(
    _ search: (_ body: (Hit) throws -> Bool) throws -> [String]
  ) throws -> SearchOutcome {
    var hits = 0
    let result = Result {
      try search { hit in
        hits += 1
        return try isReadOn { () throws(OutputError) in try show(hit) }
      }
    }
    _ = try isReadOn { () throws(OutputError) in try finish() }
    return SearchOutcome(hits: hits, problems: try result.get())
  }

  /// False if nobody reads the output any more.
  private func isReadOn(_ write: () throws(OutputError) -> Void) throws(OutputError) -> Bool {
    do {
      try write()
      return true
    } catch {
      if error.code == .closed { return false }
      throw error
    }
  }

  private func show(_ hit: Hit) throws(OutputError) {
    guard let paged else {
      try direct.append { bytes in formatter.append(hit, to: &bytes) }
      return
    }
    line.removeAll(keepingCapacity: true)
    formatter.append(hit, to: &line)
    try paged.append(line: line)
  }

  private func finish() throws(OutputError) {
    try direct.flush()
    try paged?.finish()
  }
}

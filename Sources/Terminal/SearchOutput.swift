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
        return try isReadOn { () throws(OutputError) in try show(.hit(hit)) }
      }
    }
    return try outcome(hits, result)
  }

  /// As ``print(_:)``, for a search that gives context, too.
  package func printLines(
    _ search: (_ body: (SearchLine) throws -> Bool) throws -> [String]
  ) throws -> SearchOutcome {
    var hits = 0
    let result = Result {
      try search { line in
        if case .hit = line { hits += 1 }
        return try isReadOn { () throws(OutputError) in try show(line) }
      }
    }
    return try outcome(hits, result)
  }

  private func outcome(_ hits: Int, _ result: Result<[String], any Error>) throws -> SearchOutcome {
    _ = try isReadOn { () throws(OutputError) in try finish() }
    return SearchOutcome(hits: hits, problems: try result.get())
  }

  /// Writes what was printed so far, for who waits for it.
  ///
  /// - Returns: false if nobody reads on.
  package func flush() throws(OutputError) -> Bool {
    try isReadOn { () throws(OutputError) in try direct.flush() }
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

  private func show(_ shown: SearchLine) throws(OutputError) {
    guard let paged else {
      try direct.append { bytes in format(shown, to: &bytes) }
      return
    }
    line.removeAll(keepingCapacity: true)
    format(shown, to: &line)
    if !line.isEmpty { try paged.append(line: line) }
  }

  private func format(_ shown: SearchLine, to bytes: inout [UInt8]) {
    switch shown {
    case .hit(let hit): formatter.append(hit, to: &bytes)
    case .context(let line): formatter.append(context: line, to: &bytes)
    case .gap: formatter.appendGap(to: &bytes)
    }
  }

  private func finish() throws(OutputError) {
    try direct.flush()
    try paged?.finish()
  }
}

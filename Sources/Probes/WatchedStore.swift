internal import LogQuery
internal import LogStore
internal import LogWire

/// What probes want to know of stored lines. Used by one thread.
final class WatchedStore {
  private let reader: StoreReader
  private let pool = SegmentPool()
  private let engine: SearchEngine

  init(layout: StoreLayout) {
    reader = StoreReader(layout: layout, pool: pool)
    engine = SearchEngine(layout: layout, pool: pool)
  }

  /// Lets the segments that are written be sealed.
  func closeUnsealed() { pool.closeUnsealed() }

  func finding(_ question: StoreQuestion, _ target: ProbeTarget, now: Timestamp) -> ProbeFinding {
    guard reader.exists else {
      return .undetermined("there is no store at \(reader.layout.path) yet")
    }
    do {
      switch question {
      case .lines(let check): return try lines(check, target, now: now)
      case .silence(let limit): return try silence(limit, target, now: now)
      }
    } catch {
      return .undetermined("the store can't be read: \(error)")
    }
  }

  // MARK: - Lines

  private func lines(_ check: LogCheck, _ target: ProbeTarget, now: Timestamp) throws -> ProbeFinding {
    let since = max(now - check.window, target.startedAt ?? .distantPast)
    var problems: [String] = []
    let found = try newestHit(check.query, since: since, target.id, &problems)
    switch (check.must, found) {
    case (.absent, let hit?):
      return .failed(
        "a line matches \(check.text), the last \(now.age(of: hit.time)) ago", Self.evidence(hit))
    case (.present, let hit?): return ProbeFinding(outcome: .passed, evidence: Self.evidence(hit))
    case (_, nil) where !problems.isEmpty:
      return .undetermined("the store can't be read whole: \(problems[0])")
    case (.absent, nil): return .passed
    case (.present, nil):
      // The window reaches back behind its start: the line may still come.
      guard target.startedAt ?? .distantPast <= now - check.window else { return .passed }
      return .failed("no line has matched \(check.text) for \(check.window.shown)")
    }
  }

  /// Reads the lines where they are few, else asks the index.
  private func newestHit(
    _ query: Query, since: Timestamp, _ id: String, _ problems: inout [String]
  ) throws -> RecentLines.Line? {
    switch try RecentLines(reader: reader, query: query, since: since).newestHit(of: id, problems: &problems)
    {
    case .found(let line): return line
    case .nothing: return nil
    case .tooMany: break
    }
    let request = SearchRequest(
      query: query, since: since, containers: ContainerFilter(id: id), limit: 1, order: .newestFirst)
    var found: RecentLines.Line?
    let report = try engine.search(request) { hit in
      found = RecentLines.Line(time: hit.time, message: hit.message)
      return false
    }
    problems = report.problems
    return found
  }

  private static func evidence(_ hit: RecentLines.Line) -> ProbeEvidence {
    ProbeEvidence(output: Array(hit.message.prefix(ProbeEvidence.outputLimit)))
  }

  // MARK: - Silence

  private func silence(_ limit: Duration, _ target: ProbeTarget, now: Timestamp) throws -> ProbeFinding {
    var problems: [String] = []
    let last = try reader.lastLine(of: target.id, problems: &problems)
    guard let latest = [last, target.startedAt].compactMap(\.self).max() else {
      return .undetermined(
        problems.first.map { "the store can't be read whole: \($0)" }
          ?? "the container has no stored line, and the engine says no time of its start")
    }
    guard latest < now - limit else { return .passed }
    guard problems.isEmpty else {
      return .undetermined("the store can't be read whole: \(problems[0])")
    }
    let isSinceStart = last.map { $0 < latest } ?? true
    return .failed(
      "no line \(isSinceStart ? "since it started" : "for") \(now.age(of: latest))\(isSinceStart ? " ago" : ""), expected one within \(limit.shown)"
    )
  }
}

extension Timestamp {
  /// The time so long before; the earliest one where there is none.
  fileprivate static func - (time: Timestamp, span: Duration) -> Timestamp {
    let (seconds, overflow) = span.components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (result, underflow) = time.nanoseconds.subtractingReportingOverflow(
      seconds &+ span.components.attoseconds / 1_000_000_000)
    return overflow || underflow ? .distantPast : Timestamp(nanoseconds: result)
  }

  /// How long ago something was, for people; 0s for what is still to come.
  fileprivate func age(of earlier: Timestamp) -> String {
    Duration.nanoseconds(max(0, nanoseconds &- earlier.nanoseconds)).shown
  }
}

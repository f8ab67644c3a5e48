import LogQuery
import LogStore
import LogWire

/// What a search must give, found by looking at every line.
enum ReferenceSearch {
  private struct Ranked {
    var hit: Hit
    /// What the hit counts as in the merge: within a container never earlier (newest first: later) than the one before.
    var rank: Timestamp
  }

  static func search(_ request: SearchRequest, in lines: [Hit]) -> [Hit] {
    let hits = lines.filter { isHit($0, of: request) }
    guard let limit = request.limit else { return merged(hits, request.order) }
    let newest = merged(hits, .newestFirst).prefix(limit)
    return request.order == .newestFirst ? Array(newest) : newest.reversed()
  }

  private static func isHit(_ line: Hit, of request: SearchRequest) -> Bool {
    if let since = request.since, line.time < since { return false }
    if let until = request.until, line.time > until { return false }
    if let stream = request.stream, line.stream != stream { return false }
    let matcher = ReferenceMatcher(
      isCaseSensitive: request.query.isCaseSensitive, container: line.container, stream: line.stream)
    return request.containers.matches(line.container)
      && matcher.matches(request.query.expression, line.message)
  }

  private static func merged(_ hits: [Hit], _ order: SearchOrder) -> [Hit] {
    var logs: [[Hit]] = Dictionary(grouping: hits) { "\($0.container.id) \($0.epoch)" }.values
      .map { $0.sorted { $0.ordinal < $1.ordinal } }
    if order == .newestFirst { logs = logs.map { $0.reversed() } }
    let ranked = logs.flatMap { log in
      var rank = order == .oldestFirst ? Timestamp.distantPast : .distantFuture
      return log.map { hit in
        rank = order == .oldestFirst ? max(rank, hit.time) : min(rank, hit.time)
        return Ranked(hit: hit, rank: rank)
      }
    }
    func key(_ line: Ranked) -> (Timestamp, String, Int64, Int64) {
      (line.rank, line.hit.container.id, line.hit.epoch, line.hit.ordinal)
    }
    return ranked.sorted { order == .oldestFirst ? key($0) < key($1) : key($0) > key($1) }.map(\.hit)
  }
}

internal import DaemonConfiguration
internal import HealthStore
internal import LogQuery
internal import LogWire
internal import Terminal

/// The lines of a container around a transition, and around the first sign of it.
struct TransitionLog {
  /// Nil if there is no log at all.
  private let search: StoreSearch?
  private let size: ContextSize

  /// - Parameters:
  ///   - location: the store.
  ///   - size: how many lines before and after each of the two moments.
  init(location: StoreLocation, size: ContextSize) {
    search = try? StoreSearch(location: location)
    self.size = size
  }

  /// The lines and the moments in the order of time, and what could not be read.
  func parts(around transition: Transition) throws -> (parts: [HealthStory.Part], problems: [String]) {
    var moments = [(time: transition.time, part: HealthStory.Part.transition)]
    if let sign = transition.evidence.firstSign, sign < transition.time {
      moments.insert((sign, .firstSign(sign)), at: 0)
    }
    guard let search else { return (moments.map(\.part), []) }
    let container = try ContainerFilter(names: [transition.container], projects: [], resources: [])
    var lines: [[Hit]] = []
    var problems: [String] = []
    for moment in moments {
      var found: [Hit] = []
      for isAfter in [false, true] {
        let report = try read(search, container, moment.time, isAfter: isAfter, &found)
        problems += report.problems.filter { !problems.contains($0) }
      }
      lines.append(found)
    }
    return (Self.merged(lines, moments), problems)
  }

  /// The lines before a moment, itself included, or after it.
  private func read(
    _ search: StoreSearch, _ container: ContainerFilter, _ moment: Timestamp, isAfter: Bool,
    _ found: inout [Hit]
  ) throws -> SearchReport {
    var request = SearchRequest(containers: container)
    if isAfter {
      request.since = Timestamp(nanoseconds: moment.nanoseconds &+ 1)
      var left = size.after
      return left == 0
        ? SearchReport()
        : try search.hits(of: request) { hit in
          found.append(hit)
          left -= 1
          return left > 0
        }
    }
    request.until = moment
    request.limit = size.before
    return try search.hits(of: request) { hit in
      found.append(hit)
      return true
    }
  }

  /// Each line once, by time; a gap where lines are left out between the two moments.
  private static func merged(
    _ lines: [[Hit]], _ moments: [(time: Timestamp, part: HealthStory.Part)]
  ) -> [HealthStory.Part] {
    var parts: [HealthStory.Part] = []
    var waiting = moments[...]
    var last: Hit?
    for (group, hits) in lines.enumerated() {
      for (place, hit) in hits.enumerated() {
        if let last, !isLater(hit, than: last) { continue }
        while let moment = waiting.first, moment.time < hit.time {
          parts.append(moment.part)
          waiting.removeFirst()
        }
        if let last, group > 0, place == 0, hit.epoch != last.epoch || hit.ordinal != last.ordinal + 1 {
          parts.append(.gap)
        }
        parts.append(.line(hit))
        last = hit
      }
    }
    return parts + waiting.map(\.part)
  }

  private static func isLater(_ hit: Hit, than other: Hit) -> Bool {
    (hit.time, hit.epoch, hit.ordinal) > (other.time, other.epoch, other.ordinal)
  }
}

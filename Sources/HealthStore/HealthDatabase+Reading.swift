package import LogWire
internal import SQLite

extension HealthDatabase {
  /// The containers as they were last seen, by project and name.
  package func storedRows() throws -> [HealthRow] {
    guard try hasTables() else { return [] }
    let rows = try connection.prepare(
      """
      SELECT id, name, project, resource, state, exit_code, since, reason, restarts, flapping_since, last_event,
        engine_state, engine_exit_code, last_start
      FROM containers ORDER BY project IS NULL, project, name
      """)
    var found: [HealthRow] = []
    while try rows.step() {
      found.append(
        HealthRow(
          id: rows.text(at: 0), name: rows.text(at: 1), project: rows.optionalText(at: 2),
          resource: rows.optionalText(at: 3),
          state: HealthState(name: rows.text(at: 4), exitCode: rows.optionalInteger(at: 5).map { Int($0) }),
          since: Timestamp(nanoseconds: rows.integer(at: 6)), reason: rows.text(at: 7),
          restarts: Int(rows.integer(at: 8)),
          flappingSince: rows.optionalInteger(at: 9).map { Timestamp(nanoseconds: $0) },
          lastEvent: rows.integer(at: 10),
          engineState: rows.optionalText(at: 11).map { name in
            HealthState(name: name, exitCode: rows.optionalInteger(at: 12).map { Int($0) })
          }, lastStart: rows.integer(at: 13)))
    }
    return found
  }

  /// The containers as they are now: ``HealthState/unknown`` if the prober can't tell, never a stale state.
  package func rows(now: Timestamp) throws -> [HealthRow] {
    let stored = try storedRows()
    guard let doubt = try proberState()?.doubt(now: now) else { return stored }
    return stored.map { row in
      var row = row
      row.reason = "\(doubt.reason) (was \(row.state.name))"
      row.state = .unknown
      row.since = doubt.since
      row.flappingSince = nil
      return row
    }
  }

  /// What the prober last said of itself; nil if it has never run.
  package func proberState() throws -> ProberState? {
    guard try hasTables() else { return nil }
    let row = try connection.prepare("SELECT alive_at, engine_away_since, engine_error FROM prober")
    guard try row.step() else { return nil }
    defer { row.reset() }
    return ProberState(
      aliveAt: Timestamp(nanoseconds: row.integer(at: 0)),
      engineAwaySince: row.optionalInteger(at: 1).map { Timestamp(nanoseconds: $0) },
      engineError: row.optionalText(at: 2))
  }

  /// The probes of a container, or of all; by container and name.
  package func probes(of container: String? = nil) throws -> [ProbeRow] {
    guard try hasTables() else { return [] }
    let rows = try connection.prepare(
      """
      SELECT container, probe, kind, target, critical, state, since, checked, latency, latency_p50, latency_p95,
        failures, reason, output
      FROM probes WHERE ?1 IS NULL OR container=?1 ORDER BY container, probe
      """)
    try rows.bind(container, at: 1)
    var found: [ProbeRow] = []
    while try rows.step() {
      found.append(
        ProbeRow(
          container: rows.text(at: 0), name: rows.text(at: 1), kind: rows.text(at: 2),
          target: rows.text(at: 3),
          isCritical: rows.integer(at: 4) != 0,
          state: ProbeRow.State(rawValue: rows.text(at: 5)) ?? .undetermined,
          since: Timestamp(nanoseconds: rows.integer(at: 6)),
          checked: rows.optionalInteger(at: 7).map { Timestamp(nanoseconds: $0) },
          latency: rows.optionalInteger(at: 8), latencyP50: rows.optionalInteger(at: 9),
          latencyP95: rows.optionalInteger(at: 10), failures: Int(rows.integer(at: 11)),
          reason: rows.text(at: 12),
          output: rows.bytes(at: 13)))
    }
    return found
  }

  /// Which transitions are wanted.
  package struct TransitionFilter: Sendable {
    /// Of containers that had one of these names; nil: of all.
    package var names: Set<String>?
    /// From this moment on, and before that one.
    package var since: Timestamp?
    package var until: Timestamp?
    /// Only the newest so many.
    package var newest: Int?

    package init(
      names: Set<String>? = nil, since: Timestamp? = nil, until: Timestamp? = nil, newest: Int? = nil
    ) {
      self.names = names
      self.since = since
      self.until = until
      self.newest = newest
    }
  }

  /// Transitions, oldest first.
  package func transitions(_ filter: TransitionFilter) throws -> [Transition] {
    guard try hasTables() else { return [] }
    var conditions: [String] = []
    if filter.since != nil { conditions.append("time >= ?1") }
    if filter.until != nil { conditions.append("time < ?2") }
    let names = filter.names.map { $0.sorted() }
    if let names {
      let places = names.indices.map { "?\($0 + 4)" }.joined(separator: ",")
      conditions.append("name IN (\(places))")
    }
    let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
    let rows = try connection.prepare(
      "SELECT \(Self.transitionColumns) FROM transitions \(condition) ORDER BY time DESC, transition DESC LIMIT ?3"
    )
    if let since = filter.since { try rows.bind(since.nanoseconds, at: 1) }
    if let until = filter.until { try rows.bind(until.nanoseconds, at: 2) }
    try rows.bind(Int64(filter.newest ?? -1), at: 3)
    for (place, name) in zip(Int32(4)..., names ?? []) { try rows.bind(name, at: place) }
    return try Self.transitions(rows).reversed()
  }

  /// For each container the newest transition before `time`, oldest first: the states in which a time begins.
  package func lastTransitions(before time: Timestamp, names: Set<String>? = nil) throws -> [Transition] {
    guard try hasTables() else { return [] }
    let rows = try connection.prepare(
      """
      SELECT \(Self.transitionColumns) FROM transitions WHERE transition IN (
        SELECT max(transition) FROM transitions WHERE time < ?1 GROUP BY container)
      ORDER BY time, transition
      """)
    try rows.bind(time.nanoseconds, at: 1)
    let found = try Self.transitions(rows)
    return names.map { names in found.filter { names.contains($0.name) } } ?? found
  }

  /// The times in which nobody could tell, from `time` on, oldest first.
  package func gaps(since time: Timestamp) throws -> [HealthGap] {
    guard try hasTables() else { return [] }
    let rows = try connection.prepare(
      "SELECT gap_from, gap_until, reason FROM gaps WHERE gap_until > ?1 ORDER BY gap_from")
    try rows.bind(time.nanoseconds, at: 1)
    var found: [HealthGap] = []
    while try rows.step() {
      found.append(
        HealthGap(
          from: Timestamp(nanoseconds: rows.integer(at: 0)),
          until: Timestamp(nanoseconds: rows.integer(at: 1)),
          reason: rows.text(at: 2)))
    }
    return found
  }

  /// What was done to containers from `time` on, oldest first.
  package func actions(since time: Timestamp, container: String? = nil) throws -> [HealthAction] {
    guard try hasTables() else { return [] }
    let rows = try connection.prepare(
      """
      SELECT time, container, name, kind, reason, outcome FROM actions
      WHERE time >= ?1 AND (?2 IS NULL OR container=?2) ORDER BY time, action
      """)
    try rows.bind(time.nanoseconds, at: 1)
    try rows.bind(container, at: 2)
    var found: [HealthAction] = []
    while try rows.step() {
      guard let kind = HealthAction.Kind(rawValue: rows.text(at: 3)) else { continue }
      found.append(
        HealthAction(
          time: Timestamp(nanoseconds: rows.integer(at: 0)), container: rows.text(at: 1),
          name: rows.text(at: 2),
          kind: kind, reason: rows.text(at: 4), outcome: rows.optionalText(at: 5)))
    }
    return found
  }

  static let transitionColumns = """
    transition, time, container, name, project, resource, from_state, from_exit_code, to_state, to_exit_code, reason, \
    oom_killed, probe, http_status, probe_exit_code, latency, first_sign, output
    """

  static func transitions(_ rows: Statement) throws -> [Transition] {
    var found: [Transition] = []
    while try rows.step() {
      let from = rows.optionalText(at: 6).map { name in
        HealthState(name: name, exitCode: rows.optionalInteger(at: 7).map { Int($0) })
      }
      var transition = Transition(
        time: Timestamp(nanoseconds: rows.integer(at: 1)), container: rows.text(at: 2),
        name: rows.text(at: 3),
        project: rows.optionalText(at: 4), resource: rows.optionalText(at: 5), from: from,
        to: HealthState(name: rows.text(at: 8), exitCode: rows.optionalInteger(at: 9).map { Int($0) }),
        reason: rows.text(at: 10),
        evidence: Evidence(
          oomKilled: rows.integer(at: 11) != 0, probe: rows.optionalText(at: 12),
          httpStatus: rows.optionalInteger(at: 13).map { Int($0) },
          exitCode: rows.optionalInteger(at: 14).map { Int($0) }, latency: rows.optionalInteger(at: 15),
          firstSign: rows.optionalInteger(at: 16).map { Timestamp(nanoseconds: $0) },
          output: rows.bytes(at: 17)))
      transition.number = rows.integer(at: 0)
      found.append(transition)
    }
    return found
  }
}

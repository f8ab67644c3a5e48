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
    /// Of containers that had one of these names, and of those with one of these ids; both nil: of all.
    package var names: Set<String>?
    package var containers: Set<String>?
    /// From this moment on, and before that one.
    package var since: Timestamp?
    package var until: Timestamp?
    /// Only those to a state that is not well.
    package var isUnwell: Bool
    /// Only the newest so many.
    package var newest: Int?
    /// Whether with the output in their evidence, which may be most of what there is to read.
    package var hasOutput: Bool

    package init(
      names: Set<String>? = nil, containers: Set<String>? = nil, since: Timestamp? = nil,
      until: Timestamp? = nil, isUnwell: Bool = false, newest: Int? = nil, hasOutput: Bool = true
    ) {
      self.names = names
      self.containers = containers
      self.since = since
      self.until = until
      self.isUnwell = isUnwell
      self.newest = newest
      self.hasOutput = hasOutput
    }

    fileprivate func includes(_ transition: Transition) -> Bool {
      guard names != nil || containers != nil else { return true }
      return names?.contains(transition.name) ?? false || containers?.contains(transition.container) ?? false
    }
  }

  /// Transitions, oldest first.
  package func transitions(_ filter: TransitionFilter) throws -> [Transition] {
    var found: [Transition] = []
    guard filter.newest.map({ $0 > 0 }) ?? true else { return found }
    try forEach(filter, newestFirst: true) { transition in
      found.append(transition)
      return found.count < filter.newest ?? .max
    }
    return found.reversed()
  }

  /// Gives transitions to `body`, oldest first, until it returns false. `newest` is not looked at.
  package func forEachTransition(_ filter: TransitionFilter, _ body: (Transition) throws -> Bool) throws {
    try forEach(filter, newestFirst: false, body)
  }

  private func forEach(
    _ filter: TransitionFilter, newestFirst: Bool, _ body: (Transition) throws -> Bool
  ) throws {
    guard try hasTables() else { return }
    var conditions = ["time >= ?1", "time < ?2"]
    if filter.isUnwell {
      // As `HealthState.isWell` has it.
      conditions.append(
        """
        (to_state IN ('degraded','unhealthy','restarting','unknown') OR to_state='stopped' AND to_exit_code IS NOT 0)
        """)
    }
    let list = TransitionList(names: filter.names ?? [], containers: filter.containers ?? [])
    let isLimited = filter.names != nil || filter.containers != nil
    let condition = isLimited ? list.condition(firstParameter: 3) : nil
    if let condition { conditions.append(condition) }
    let columns = Self.columnsBeforeOutput + (filter.hasOutput ? "output" : "NULL")
    let order = newestFirst ? "DESC" : "ASC"
    let rows = try connection.prepare(
      """
      SELECT \(columns) FROM transitions WHERE \(conditions.joined(separator: " AND "))
      ORDER BY time \(order), transition \(order)
      """)
    try rows.bind(filter.since?.nanoseconds ?? .min, at: 1)
    try rows.bind(filter.until?.nanoseconds ?? .max, at: 2)
    if condition != nil { try list.bind(to: rows, firstParameter: 3) }
    let isSifted = isLimited && condition == nil
    defer { rows.reset() }
    while try rows.step() {
      let transition = Self.transition(rows)
      if isSifted, !filter.includes(transition) { continue }
      guard try body(transition) else { break }
    }
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

  static let transitionColumns = columnsBeforeOutput + "output"
  private static let columnsBeforeOutput = """
    transition, time, container, name, project, resource, from_state, from_exit_code, to_state, to_exit_code, reason, \
    oom_killed, probe, http_status, probe_exit_code, latency, first_sign,\u{20}
    """

  static func transitions(_ rows: Statement) throws -> [Transition] {
    var found: [Transition] = []
    while try rows.step() { found.append(transition(rows)) }
    return found
  }

  private static func transition(_ row: Statement) -> Transition {
    let from = row.optionalText(at: 6).map { name in
      HealthState(name: name, exitCode: row.optionalInteger(at: 7).map { Int($0) })
    }
    var transition = Transition(
      time: Timestamp(nanoseconds: row.integer(at: 1)), container: row.text(at: 2), name: row.text(at: 3),
      project: row.optionalText(at: 4), resource: row.optionalText(at: 5), from: from,
      to: HealthState(name: row.text(at: 8), exitCode: row.optionalInteger(at: 9).map { Int($0) }),
      reason: row.text(at: 10),
      evidence: Evidence(
        oomKilled: row.integer(at: 11) != 0, probe: row.optionalText(at: 12),
        httpStatus: row.optionalInteger(at: 13).map { Int($0) },
        exitCode: row.optionalInteger(at: 14).map { Int($0) }, latency: row.optionalInteger(at: 15),
        firstSign: row.optionalInteger(at: 16).map { Timestamp(nanoseconds: $0) }, output: row.bytes(at: 17)))
    transition.number = row.integer(at: 0)
    return transition
  }
}

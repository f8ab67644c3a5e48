package import LogWire
internal import SQLite

extension HealthDatabase {
  /// What is wrong with the states; nil if they are to be trusted.
  package func doubt(now: Timestamp) throws -> HealthDoubt? {
    try proberState()?.doubt(now: now).map { HealthDoubt(since: $0.since, reason: $0.reason) }
  }

  /// The containers that are there, with what happened to those of their names from `since` on.
  ///
  /// - Parameter isWanted: which ones; the rows are as they were last seen.
  package func reports(
    since: Timestamp, now: Timestamp, where isWanted: (HealthRow) -> Bool = { _ in true }
  ) throws -> [ContainerReport] {
    let all = try storedRows()
    let wanted = all.filter(isWanted)
    guard !wanted.isEmpty else { return [] }
    return try reports(
      of: wanted, probes: try probes(of: wanted, isAll: wanted.count == all.count), isGone: false,
      since: since,
      now: now)
  }

  /// What is known of the names of containers that are gone; for each name of the one that left last.
  ///
  /// - Parameter rows: some of ``goneRows()``.
  package func reports(ofGone rows: [HealthRow], since: Timestamp, now: Timestamp) throws -> [ContainerReport]
  {
    var newest: [String: HealthRow] = [:]
    for row in rows {
      if let known = newest[row.name], known.since >= row.since { continue }
      newest[row.name] = row
    }
    guard !newest.isEmpty else { return [] }
    return try reports(
      of: newest.values.sorted { $0.name < $1.name }, probes: [], isGone: true, since: since, now: now)
  }

  private func probes(of rows: [HealthRow], isAll: Bool) throws -> [ProbeRow] {
    isAll ? try probes() : try rows.flatMap { try probes(of: $0.id) }
  }

  private func reports(
    of rows: [HealthRow], probes: [ProbeRow], isGone: Bool, since: Timestamp, now: Timestamp
  ) throws -> [ContainerReport] {
    let range = min(since, now)..<now
    var gaps = try gaps(since: range.lowerBound)
    let doubt = try doubt(now: now)
    // What is going on now is written as a gap when it ends.
    if let doubt, doubt.since < now {
      gaps.append(HealthGap(from: doubt.since, until: now, reason: doubt.reason))
      gaps.sort { $0.from < $1.from }
    }
    let probes = Dictionary(grouping: probes, by: \.container)
    let changes = try changesByName(of: rows, since: range.lowerBound)
    return try rows.map { row in
      var report = ContainerReport(
        row: row, isGone: isGone, probes: probes[row.id] ?? [],
        history: StateHistory(changes: changes[row.name] ?? [], gaps: gaps, in: range),
        lastChange: try lastTransition(of: row.id))
      if let doubt, !isGone { report.doubt(doubt) }
      return report
    }
  }

  /// The changes from `time` on, and before them those that say how it begins, by the containers' names; those of a container
  /// that was renamed stand with the name it has now.
  private func changesByName(of rows: [HealthRow], since time: Timestamp) throws -> [String: [StateChange]] {
    var groups = ChangeGroups(rows)
    try readChanges(since: time, of: rows, into: &groups)
    for (container, number) in groups.firstNumbers {
      if let change = try change(of: container, before: number) { groups.addEarlier(change) }
    }
    // Those of which nothing is written in the time, or anywhere: the row says since when it is as it is.
    for row in rows where !groups.hasChanges(of: row.id) && row.state != .removed {
      groups.addEarlier(StateChange(time: row.since, container: row.id, name: row.name, state: row.state))
    }
    return groups.byName()
  }

  /// The changes from `time` on: all, or if the rows are few those of their containers and names.
  private func readChanges(since time: Timestamp, of rows: [HealthRow], into groups: inout ChangeGroups)
    throws
  {
    let list = TransitionList(names: rows.map(\.name), containers: rows.map(\.id))
    let condition = list.condition(firstParameter: 2).map { "AND \($0)" } ?? ""
    let statement = try connection.prepare(
      """
      SELECT time, container, name, to_state, to_exit_code, transition FROM transitions
      WHERE time >= ?1 \(condition) ORDER BY time, transition
      """)
    try statement.bind(time.nanoseconds, at: 1)
    try list.bind(to: statement, firstParameter: 2)
    while try statement.step() { groups.add(Self.change(statement), number: statement.integer(at: 5)) }
  }

  private func change(of container: String, before number: Int64) throws -> StateChange? {
    let row = try prepared(
      """
      SELECT time, container, name, to_state, to_exit_code FROM transitions
      WHERE container=?1 AND transition<?2 ORDER BY transition DESC LIMIT 1
      """)
    try row.bind(container, at: 1)
    try row.bind(number, at: 2)
    guard try row.step() else { return nil }
    defer { row.reset() }
    return Self.change(row)
  }

  private static func change(_ row: Statement) -> StateChange {
    StateChange(
      time: Timestamp(nanoseconds: row.integer(at: 0)), container: row.text(at: 1), name: row.text(at: 2),
      state: HealthState(name: row.text(at: 3), exitCode: row.optionalInteger(at: 4).map { Int($0) }))
  }

  /// The newest transition of a container.
  func lastTransition(of container: String) throws -> Transition? {
    let row = try prepared(
      """
      SELECT \(Self.transitionColumns) FROM transitions WHERE container=?1 ORDER BY transition DESC LIMIT 1
      """)
    try row.bind(container, at: 1)
    return try Self.transitions(row).first
  }

  /// The containers that are gone and whose transitions are kept, as their last transition left them.
  package func goneRows() throws -> [HealthRow] {
    guard try hasTables() else { return [] }
    // From one container to the next by the index, whatever the number of its transitions.
    let rows = try connection.prepare(
      """
      WITH RECURSIVE known(id) AS (
        SELECT min(container) FROM transitions
        UNION ALL
        SELECT (SELECT min(container) FROM transitions WHERE container > id) FROM known WHERE id IS NOT NULL)
      SELECT id FROM known
      WHERE id IS NOT NULL AND id<>?1 AND NOT EXISTS(SELECT 1 FROM containers WHERE containers.id=known.id)
      """)
    try rows.bind(Transition.engineContainer, at: 1)
    var found: [HealthRow] = []
    while try rows.step() {
      guard let last = try lastTransition(of: rows.text(at: 0)) else { continue }
      found.append(
        HealthRow(
          id: last.container, name: last.name, project: last.project, resource: last.resource, state: last.to,
          since: last.time, reason: last.reason, restarts: 0))
    }
    return found
  }
}

extension ContainerReport {
  /// From now on nobody can tell.
  fileprivate mutating func doubt(_ doubt: HealthDoubt) {
    stateBefore = row.state
    row.reason = "\(doubt.reason) (was \(row.state.name))"
    row.state = .unknown
    row.since = doubt.since
    row.flappingSince = nil
  }
}

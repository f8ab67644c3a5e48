package import LogWire
internal import SQLite

extension HealthDatabase {
  /// Something to be written.
  package enum Entry: Sendable, Equatable {
    /// The state of a container (nil for the engine itself) and the transition that led to it. What the engine tells of an event is known a moment
    /// after the event: until then a transition is not settled.
    case transition(HealthRow?, Transition, isSettled: Bool)
    /// The state of a container whose newest transition is known better now, and that it is settled.
    case amendment(HealthRow, Evidence)
    /// Other news of a container.
    case row(HealthRow)
    case gap(HealthGap)
    /// What is known of a probe, and that there is none of that name any more.
    case probe(ProbeRow)
    case noProbe(container: String, name: String)
  }

  /// Writes in one transaction, in this order.
  ///
  /// - Parameter now: when they are recorded.
  package func write(_ entries: some Collection<Entry>, now: Timestamp) throws {
    guard !entries.isEmpty else { return }
    try connection.transaction {
      for entry in entries {
        switch entry {
        case .transition(let row, let transition, let isSettled):
          try insert(transition, isSettled: isSettled, now: now)
          if let row { try replaceOrDelete(row) }
        case .amendment(let row, let evidence):
          try amend(row, evidence)
          if row.state != .removed { try replaceOrDelete(row) }
        case .row(let row): try replaceOrDelete(row)
        case .gap(let gap): try insert(gap)
        case .probe(let probe): try replace(probe)
        case .noProbe(let container, let name): try forgetProbe(name, of: container)
        }
      }
    }
  }

  private func insert(_ transition: Transition, isSettled: Bool, now: Timestamp) throws {
    let insert = try connection.prepare(
      """
      INSERT INTO transitions(time, container, name, project, resource, from_state, from_exit_code, to_state,
        to_exit_code, reason, oom_killed, probe, http_status, probe_exit_code, latency, first_sign, output, recorded,
        settled)
      VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18,?19)
      """)
    try insert.bind(transition.time.nanoseconds, at: 1)
    try insert.bind(transition.container, at: 2)
    try insert.bind(transition.name, at: 3)
    try insert.bind(transition.project, at: 4)
    try insert.bind(transition.resource, at: 5)
    try insert.bind(transition.from?.name, at: 6)
    try insert.bind(transition.from?.exitCode.map(Int64.init), at: 7)
    try insert.bind(transition.to.name, at: 8)
    try insert.bind(transition.to.exitCode.map(Int64.init), at: 9)
    try insert.bind(transition.reason, at: 10)
    try bind(transition.evidence, to: insert, from: 11)
    try insert.bind(now.nanoseconds, at: 18)
    try insert.bind(isSettled ? 1 : 0, at: 19)
    try insert.run()
  }

  private func bind(_ evidence: Evidence, to statement: Statement, from first: Int32) throws {
    try statement.bind(evidence.oomKilled ? 1 : 0, at: first)
    try statement.bind(evidence.probe, at: first + 1)
    try statement.bind(evidence.httpStatus.map(Int64.init), at: first + 2)
    try statement.bind(evidence.exitCode.map(Int64.init), at: first + 3)
    try statement.bind(evidence.latency, at: first + 4)
    try statement.bind(evidence.firstSign?.nanoseconds, at: first + 5)
    if !evidence.output.isEmpty { try statement.bind(evidence.output, at: first + 6) }
  }

  /// Gives the newest transition of a container what became known after it.
  private func amend(_ row: HealthRow, _ evidence: Evidence) throws {
    let update = try connection.prepare(
      """
      UPDATE transitions SET reason=?1, settled=1, oom_killed=?2, probe=?3, http_status=?4, probe_exit_code=?5,
        latency=?6, first_sign=?7, output=?8
      WHERE transition=(SELECT max(transition) FROM transitions WHERE container=?9)
      """)
    try update.bind(row.reason, at: 1)
    try bind(evidence, to: update, from: 2)
    try update.bind(row.id, at: 9)
    try update.run()
  }

  private func replaceOrDelete(_ row: HealthRow) throws {
    if row.state == .removed {
      for table in ["containers WHERE id", "probes WHERE container"] {
        let delete = try connection.prepare("DELETE FROM \(table)=?1")
        try delete.bind(row.id, at: 1)
        try delete.run()
      }
      return
    }
    let replace = try connection.prepare(
      "INSERT OR REPLACE INTO containers VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14)")
    try replace.bind(row.id, at: 1)
    try replace.bind(row.name, at: 2)
    try replace.bind(row.project, at: 3)
    try replace.bind(row.resource, at: 4)
    try replace.bind(row.state.name, at: 5)
    try replace.bind(row.state.exitCode.map(Int64.init), at: 6)
    try replace.bind(row.since.nanoseconds, at: 7)
    try replace.bind(row.reason, at: 8)
    try replace.bind(Int64(row.restarts), at: 9)
    try replace.bind(row.flappingSince?.nanoseconds, at: 10)
    try replace.bind(row.lastEvent, at: 11)
    try replace.bind(row.engineState.name, at: 12)
    try replace.bind(row.engineState.exitCode.map(Int64.init), at: 13)
    try replace.bind(row.lastStart, at: 14)
    try replace.run()
  }

  private func insert(_ gap: HealthGap) throws {
    let insert = try connection.prepare("INSERT INTO gaps VALUES(?1,?2,?3)")
    try insert.bind(gap.from.nanoseconds, at: 1)
    try insert.bind(gap.until.nanoseconds, at: 2)
    try insert.bind(gap.reason, at: 3)
    try insert.run()
  }

  /// A probe of a container that was removed meanwhile leaves nothing.
  private func replace(_ probe: ProbeRow) throws {
    let replace = try connection.prepare(
      """
      INSERT OR REPLACE INTO probes SELECT ?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14
      WHERE EXISTS(SELECT 1 FROM containers WHERE id=?1)
      """)
    try replace.bind(probe.container, at: 1)
    try replace.bind(probe.name, at: 2)
    try replace.bind(probe.kind, at: 3)
    try replace.bind(probe.target, at: 4)
    try replace.bind(probe.isCritical ? 1 : 0, at: 5)
    try replace.bind(probe.state.rawValue, at: 6)
    try replace.bind(probe.since.nanoseconds, at: 7)
    try replace.bind(probe.checked?.nanoseconds, at: 8)
    try replace.bind(probe.latency, at: 9)
    try replace.bind(probe.latencyP50, at: 10)
    try replace.bind(probe.latencyP95, at: 11)
    try replace.bind(Int64(probe.failures), at: 12)
    try replace.bind(probe.reason, at: 13)
    try replace.bind(probe.output, at: 14)
    try replace.run()
  }

  private func forgetProbe(_ name: String, of container: String) throws {
    let delete = try connection.prepare("DELETE FROM probes WHERE container=?1 AND probe=?2")
    try delete.bind(container, at: 1)
    try delete.bind(name, at: 2)
    try delete.run()
  }

  /// Notes that the prober watches, and whether the engine answers.
  package func note(_ state: ProberState) throws {
    let replace = try connection.prepare("INSERT OR REPLACE INTO prober VALUES(0,?1,?2,?3)")
    try replace.bind(state.aliveAt.nanoseconds, at: 1)
    try replace.bind(state.engineAwaySince?.nanoseconds, at: 2)
    try replace.bind(state.engineError, at: 3)
    try replace.run()
  }

  /// Deletes transitions, gaps, actions and ended silences from before `time`.
  ///
  /// Of each container that is still there the newest transition stays: what was before it is not known without it.
  package func delete(before time: Timestamp) throws {
    try connection.transaction {
      for statement in [
        """
        DELETE FROM transitions WHERE time < ?1 AND transition NOT IN (
          SELECT max(transition) FROM transitions WHERE container IN (SELECT id FROM containers) GROUP BY container)
        """,
        "DELETE FROM gaps WHERE gap_until < ?1",
        "DELETE FROM actions WHERE time < ?1",
        "DELETE FROM silences WHERE silent_until < ?1",
      ] {
        let delete = try connection.prepare(statement)
        try delete.bind(time.nanoseconds, at: 1)
        try delete.run()
      }
    }
  }

  /// Notes an action that is about to be done, and returns its number.
  package func begin(_ action: HealthAction) throws -> Int64 {
    let insert = try connection.prepare("INSERT INTO actions VALUES(NULL,?1,?2,?3,?4,?5,?6)")
    try insert.bind(action.time.nanoseconds, at: 1)
    try insert.bind(action.container, at: 2)
    try insert.bind(action.name, at: 3)
    try insert.bind(action.kind.rawValue, at: 4)
    try insert.bind(action.reason, at: 5)
    try insert.bind(action.outcome, at: 6)
    try insert.run()
    return connection.lastInsertedRow
  }

  /// Notes what came of an action.
  package func end(action: Int64, outcome: String) throws {
    let update = try connection.prepare("UPDATE actions SET outcome=?2 WHERE action=?1")
    try update.bind(action, at: 1)
    try update.bind(outcome, at: 2)
    try update.run()
  }
}

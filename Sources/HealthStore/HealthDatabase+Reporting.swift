package import LogWire
internal import SQLite

/// Who was told what: a channel has a place in the order of transitions, and the alerts that it has to close.
extension HealthDatabase {
  /// The number of the last transition that a channel has dealt with; nil for a channel that is new.
  package func reported(to channel: String) throws -> Int64? {
    let row = try connection.prepare("SELECT reported FROM channels WHERE channel=?1")
    try row.bind(channel, at: 1)
    guard try row.step() else { return nil }
    defer { row.reset() }
    return row.integer(at: 0)
  }

  /// The number of the newest transition; 0 if there is none.
  package func newestTransition() throws -> Int64 {
    try connection.integer("SELECT max(transition) FROM transitions") ?? 0
  }

  /// The transitions after number `reported`, in their order, as far as they are settled; or were recorded before
  /// `patience`, since news that have not come by then won't.
  package func transitions(after reported: Int64, patience: Timestamp, limit: Int) throws -> [Transition] {
    let rows = try connection.prepare(
      """
      SELECT \(Self.transitionColumns) FROM transitions WHERE transition > ?1 AND transition < coalesce(
        (SELECT min(transition) FROM transitions WHERE transition > ?1 AND settled=0 AND recorded > ?2), ?4)
      ORDER BY transition LIMIT ?3
      """)
    try rows.bind(reported, at: 1)
    try rows.bind(patience.nanoseconds, at: 2)
    try rows.bind(Int64(limit), at: 3)
    try rows.bind(Int64.max, at: 4)
    return try Self.transitions(rows)
  }

  /// The alerts that a channel has to close, by container.
  package func alerts(of channel: String) throws -> [OpenAlert] {
    let rows = try connection.prepare(
      """
      SELECT container, name, project, resource, state, exit_code, since, transition, sent_at, reminders, flapping_since
      FROM alerts WHERE channel=?1 ORDER BY container
      """)
    try rows.bind(channel, at: 1)
    var found: [OpenAlert] = []
    while try rows.step() {
      found.append(
        OpenAlert(
          container: rows.text(at: 0), name: rows.text(at: 1), project: rows.optionalText(at: 2),
          resource: rows.optionalText(at: 3),
          state: HealthState(name: rows.text(at: 4), exitCode: rows.optionalInteger(at: 5).map { Int($0) }),
          since: Timestamp(nanoseconds: rows.integer(at: 6)), transition: rows.integer(at: 7),
          sentAt: Timestamp(nanoseconds: rows.integer(at: 8)), reminders: Int(rows.integer(at: 9)),
          flappingSince: rows.optionalInteger(at: 10).map { Timestamp(nanoseconds: $0) }))
    }
    return found
  }

  /// Notes, in one transaction, how far a channel has come and the alerts that it has to close now.
  package func note(channel: String, reported: Int64, alerts: [OpenAlert]) throws {
    try connection.transaction {
      let replace = try connection.prepare("INSERT OR REPLACE INTO channels VALUES(?1,?2)")
      try replace.bind(channel, at: 1)
      try replace.bind(reported, at: 2)
      try replace.run()
      let delete = try connection.prepare("DELETE FROM alerts WHERE channel=?1")
      try delete.bind(channel, at: 1)
      try delete.run()
      let insert = try connection.prepare("INSERT INTO alerts VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)")
      for alert in alerts {
        try insert.bind(channel, at: 1)
        try insert.bind(alert.container, at: 2)
        try insert.bind(alert.name, at: 3)
        try insert.bind(alert.project, at: 4)
        try insert.bind(alert.resource, at: 5)
        try insert.bind(alert.state.name, at: 6)
        try insert.bind(alert.state.exitCode.map(Int64.init), at: 7)
        try insert.bind(alert.since.nanoseconds, at: 8)
        try insert.bind(alert.transition, at: 9)
        try insert.bind(alert.sentAt.nanoseconds, at: 10)
        try insert.bind(Int64(alert.reminders), at: 11)
        try insert.bind(alert.flappingSince?.nanoseconds, at: 12)
        try insert.run()
      }
    }
  }

  /// Forgets channels that are not configured any more.
  package func keepChannels(_ names: Set<String>) throws {
    let rows = try connection.prepare("SELECT channel FROM channels")
    var known: [String] = []
    while try rows.step() { known.append(rows.text(at: 0)) }
    try connection.transaction {
      for name in known where !names.contains(name) {
        for table in ["channels", "alerts"] {
          let delete = try connection.prepare("DELETE FROM \(table) WHERE channel=?1")
          try delete.bind(name, at: 1)
          try delete.run()
        }
      }
    }
  }
}

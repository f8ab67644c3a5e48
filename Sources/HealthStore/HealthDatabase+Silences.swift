package import LogWire
internal import SQLite

extension HealthDatabase {
  /// Stores a silence and returns its number.
  package func add(_ silence: Silence) throws -> Int64 {
    let insert = try connection.prepare(
      "INSERT INTO silences(pattern, silent_from, silent_until, reason, author) VALUES(?1,?2,?3,?4,?5)")
    try insert.bind(silence.pattern, at: 1)
    try insert.bind(silence.from.nanoseconds, at: 2)
    try insert.bind(silence.until.nanoseconds, at: 3)
    try insert.bind(silence.reason, at: 4)
    try insert.bind(silence.author, at: 5)
    try insert.run()
    return connection.lastInsertedRow
  }

  /// The silences that have not ended at `time`, by number.
  package func silences(at time: Timestamp) throws -> [Silence] {
    guard try hasTables() else { return [] }
    let rows = try connection.prepare(
      """
      SELECT silence, pattern, silent_from, silent_until, reason, author FROM silences
      WHERE silent_until > ?1 ORDER BY silence
      """)
    try rows.bind(time.nanoseconds, at: 1)
    var found: [Silence] = []
    while try rows.step() {
      var silence = Silence(
        pattern: rows.text(at: 1), from: Timestamp(nanoseconds: rows.integer(at: 2)),
        until: Timestamp(nanoseconds: rows.integer(at: 3)), reason: rows.text(at: 4), author: rows.text(at: 5)
      )
      silence.number = rows.integer(at: 0)
      found.append(silence)
    }
    return found
  }

  /// Ends a silence at `time`. False if there is none with that number, or it has ended.
  package func end(silence number: Int64, at time: Timestamp) throws -> Bool {
    let update = try connection.prepare(
      "UPDATE silences SET silent_until=?2 WHERE silence=?1 AND silent_until > ?2")
    try update.bind(number, at: 1)
    try update.bind(time.nanoseconds, at: 2)
    try update.run()
    return connection.changes > 0
  }
}

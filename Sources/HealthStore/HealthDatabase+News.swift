internal import LogWire
internal import SQLite

/// What those read who tell of transitions.
extension HealthDatabase {
  /// The transitions after number `reported`, in their order, settled or not.
  package func news(after reported: Int64, limit: Int) throws -> [HealthNews] {
    let rows = try connection.prepare(
      "SELECT transition, recorded, settled FROM transitions WHERE transition > ?1 ORDER BY transition LIMIT ?2"
    )
    try rows.bind(reported, at: 1)
    try rows.bind(Int64(limit), at: 2)
    var marks: [Int64: (recorded: Int64, isSettled: Bool)] = [:]
    while try rows.step() { marks[rows.integer(at: 0)] = (rows.integer(at: 1), rows.integer(at: 2) != 0) }
    guard !marks.isEmpty else { return [] }
    let transitions = try connection.prepare(
      "SELECT \(Self.transitionColumns) FROM transitions WHERE transition > ?1 ORDER BY transition LIMIT ?2")
    try transitions.bind(reported, at: 1)
    try transitions.bind(Int64(limit), at: 2)
    return try Self.transitions(transitions).compactMap { transition in
      marks[transition.number].map {
        HealthNews(transition, recorded: Timestamp(nanoseconds: $0.recorded), isSettled: $0.isSettled)
      }
    }
  }

  /// The newest transition of a container; nil if there is none any more.
  package func newestTransition(of container: String) throws -> Transition? {
    let rows = try connection.prepare(
      """
      SELECT \(Self.transitionColumns) FROM transitions
      WHERE transition=(SELECT max(transition) FROM transitions WHERE container=?1)
      """)
    try rows.bind(container, at: 1)
    return try Self.transitions(rows).first
  }

  /// A number that tells this file from another of the same path, since numbers of transitions begin with 1 in each: eight hexadecimal
  /// digits. It is made when it is first asked for, and kept as the file's `application_id`.
  package func identity() throws -> String {
    try connection.transaction {
      var identity = try connection.integer("PRAGMA application_id") ?? 0
      if identity == 0 {
        identity = Int64(Int32.random(in: 1...Int32.max))
        try connection.execute("PRAGMA application_id=\(identity)")
      }
      let digits = String(identity, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }
  }
}

internal import LogWire
internal import SQLite

/// Reading the small tables that every segment has: containers and positions.
enum SegmentTables {
  /// The containers of a segment by their number in it.
  ///
  /// - Parameter id: only the one with that id.
  static func containers(
    in connection: Connection, id: String? = nil
  ) throws(SQLiteError) -> [Int64: ContainerInfo] {
    var containers: [Int64: ContainerInfo] = [:]
    let rows = try connection.prepare(
      """
      SELECT container, id, name, project, resource, image, tty, log_driver FROM containers
      \(id == nil ? "" : "WHERE id=?1")
      """)
    if let id { try rows.bind(id, at: 1) }
    while try rows.step() {
      containers[rows.integer(at: 0)] = ContainerInfo(
        id: rows.text(at: 1), name: rows.text(at: 2), project: rows.optionalText(at: 3),
        resource: rows.optionalText(at: 4), image: rows.text(at: 5), tty: rows.integer(at: 6) != 0,
        logDriver: rows.text(at: 7))
    }
    let only = id == nil ? nil : containers.keys.first
    if id != nil, only == nil { return containers }
    let labels = try connection.prepare(
      "SELECT container, key, value FROM labels \(only == nil ? "" : "WHERE container=?1")")
    if let only { try labels.bind(only, at: 1) }
    while try labels.step() {
      containers[labels.integer(at: 0)]?.labels[labels.text(at: 1)] = labels.text(at: 2)
    }
    return containers
  }

  /// The positions of a segment by the number of the container.
  ///
  /// - Parameter container: only that of the container with this number.
  static func positions(
    in connection: Connection, container: Int64? = nil
  ) throws(SQLiteError) -> [Int64: ContainerPosition] {
    var positions: [Int64: ContainerPosition] = [:]
    let rows = try connection.prepare(
      """
      SELECT container, epoch, next_ordinal, open_since, window FROM positions
      \(container == nil ? "" : "WHERE container=?1")
      """)
    if let container { try rows.bind(container, at: 1) }
    while try rows.step() {
      let openSince = rows.optionalInteger(at: 3).map { Timestamp(nanoseconds: $0) }
      positions[rows.integer(at: 0)] = ContainerPosition(
        epoch: rows.integer(at: 1), nextOrdinal: rows.integer(at: 2),
        position: rows.withBytes(at: 4) { ReadPosition(windowBytes: $0, openSince: openSince) })
    }
    return positions
  }

  /// When each position was last stored, by the number of the container.
  static func updates(in connection: Connection) throws(SQLiteError) -> [Int64: Timestamp] {
    var updates: [Int64: Timestamp] = [:]
    let rows = try connection.prepare("SELECT container, updated FROM positions")
    while try rows.step() { updates[rows.integer(at: 0)] = Timestamp(nanoseconds: rows.integer(at: 1)) }
    return updates
  }
}

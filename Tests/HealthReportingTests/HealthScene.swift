import HealthReporting
import HealthStore
import LogWire
import Logging
import TestSupport

/// A `health.db` that things happen in, and channels that tell of them; the clock is the test's.
final class HealthScene {
  static let start: Int64 = 1_795_442_523_000_000_000

  let folder: TestFolder
  let path: String
  let database: HealthDatabase
  private var rows: [String: HealthRow] = [:]

  init() throws {
    folder = try TestFolder()
    path = folder.file("health.db")
    database = try HealthDatabase(path: path, access: .write)
    try beat(0)
  }

  /// So many seconds after the beginning.
  static func time(_ seconds: Double) -> Timestamp {
    Timestamp(nanoseconds: start + Int64(seconds * 1_000_000_000))
  }

  /// The prober says that it is alive, and what it knows of the engine.
  func beat(_ seconds: Double, engineAwaySince: Double? = nil) throws {
    try database.note(
      ProberState(
        aliveAt: Self.time(seconds), engineAwaySince: engineAwaySince.map(Self.time),
        engineError: engineAwaySince.map { _ in "refused" }))
  }

  /// A container changes its state, and the prober writes it at once.
  func change(
    _ name: String, _ state: HealthState, at seconds: Double, recorded: Double? = nil, isSettled: Bool = true,
    reason: String = "why", evidence: Evidence = Evidence()
  ) throws {
    let time = Self.time(seconds)
    let id = Self.id(name)
    var row =
      rows[name]
      ?? HealthRow(
        id: id, name: name, project: "shop", resource: nil, state: .unknown, since: time, reason: "",
        restarts: 0)
    let from = rows[name]?.state
    (row.state, row.since, row.reason) = (state, time, reason)
    rows[name] = state == .removed ? nil : row
    let transition = Transition(
      time: time, container: id, name: name, project: "shop", from: from, to: state, reason: reason,
      evidence: evidence)
    try database.write(
      [.transition(row, transition, isSettled: isSettled)], now: Self.time(recorded ?? seconds))
    try beat(recorded ?? seconds)
  }

  /// What flaps, and what has calmed.
  func flap(_ name: String, since seconds: Double?) throws {
    guard var row = rows[name] else { return }
    row.flappingSince = seconds.map(Self.time)
    rows[name] = row
    try database.write([.row(row)], now: Self.time(seconds ?? 0))
  }

  static func id(_ name: String) -> String {
    let digits = name.utf8.map { String($0, radix: 16) }.joined()
    return String((digits + String(repeating: "0", count: 64)).prefix(64))
  }

  func channel(
    _ delivery: any Delivery, name: String = "ops", rules: AlertRules = AlertRules(),
    selection: ChannelSelection = .all, maintenance: [MaintenanceWindow] = [],
    localTime: @escaping @Sendable (Timestamp) -> LocalTime = LocalTime.system
  ) throws -> AlertChannel {
    try AlertChannel(
      AlertChannel.Parts(
        name: name, rules: rules, selection: selection, maintenance: maintenance, delivery: delivery,
        host: "host",
        localTime: localTime), database: path, logger: .silent)
  }
}

extension AlertChannel {
  /// Lets it do all that is to be done at this moment.
  func settle(_ seconds: Double) async throws {
    while try await step(now: HealthScene.time(seconds)) == .acted {}
  }
}

extension Logger {
  /// Says nothing.
  static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

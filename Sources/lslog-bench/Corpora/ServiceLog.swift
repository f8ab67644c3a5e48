internal import LogWire

/// Lines like those of a web service, about 117 bytes each, with a 64-bit trace id in each.
struct ServiceLog: TextSource {
  private static let levels = ["INFO", "INFO", "INFO", "INFO", "WARN", "ERROR", "DEBUG"]
  private static let parts = ["api", "db", "worker", "auth"]
  private static let paths = [
    "/api/v1/users", "/api/v1/orders", "/healthz", "/login", "/cart", "/search", "/static/app.js",
  ]
  /// What happens in a service.
  static let events = [
    "request completed", "connection refused by upstream", "cache miss for key", "retrying after timeout",
    "user authenticated", "query executed", "payment declined", "job finished",
  ]
  private static let statuses = [200, 200, 200, 404, 500]

  private var dice: Dice

  init(seed: UInt64) {
    dice = Dice(seed: seed)
  }

  mutating func line(at time: Timestamp) -> String {
    let path = "\(dice.pick(Self.paths))/\(dice.within(1...99_999))"
    let trace = dice.hex(16)
    return
      "\(dice.pick(Self.levels)) [\(dice.pick(Self.parts))] \(dice.pick(Self.events)) method=GET path=\(path) "
      + "status=\(dice.pick(Self.statuses)) duration_ms=\(dice.within(1...2000)) trace_id=\(trace)"
  }
}

internal import LogWire

/// One JSON object a line: many keys, objects in objects, ISO times, UUIDs, a level, and sometimes an error.
struct JSONLog: TextSource {
  private static let levels = ["info", "info", "info", "info", "info", "debug", "debug", "warn"]
  private static let messages = Ranked([
    "request handled", "payment authorised", "cart updated", "session refreshed", "inventory reserved",
    "email queued", "cache warmed", "feature flag evaluated", "webhook delivered", "rate limit applied",
  ])
  private static let errors = [
    ("TimeoutError", "upstream did not answer within 3000 ms"),
    ("ValidationError", "field 'quantity' must be a positive integer"),
    ("ConflictError", "version mismatch while updating the order"),
    ("PaymentDeclined", "card was declined by the issuer"),
  ]
  private static let routes = Ranked([
    "/v1/carts/:id", "/v1/orders", "/v1/orders/:id", "/v1/users/:id/sessions", "/v1/products", "/v1/search",
    "/v1/payments", "/internal/health",
  ])

  private let users: Ranked<String>
  private let instance: String
  private var dice: Dice

  init(seed: UInt64) {
    var dice = Dice(seed: seed)
    users = Ranked((0..<5000).map { _ in dice.uuid() }, skew: 0.8)
    instance = "checkout-\(dice.hex(8))-\(dice.hex(5))"
    self.dice = dice
  }

  mutating func line(at time: Timestamp) -> String {
    let failed = dice.isOne(in: 40)
    let level = failed ? "error" : dice.pick(Self.levels)
    let number = dice.within(1000...99_999)
    let route = Self.routes.pick(&dice)
    let status = failed ? dice.pick([500, 502, 422, 409]) : dice.pick([200, 200, 200, 201, 204])
    return "{\"timestamp\":\"\(TimeText(time).iso)\",\"level\":\"\(level)\",\"logger\":\"checkout.http\","
      + "\"message\":\"\(failed ? "request failed" : Self.messages.pick(&dice))\","
      + "\"service\":{\"name\":\"checkout\",\"version\":\"2.14.3\",\"instance\":\"\(instance)\"},"
      + "\"http\":{\"method\":\"\(dice.pick(["GET", "GET", "GET", "POST", "PUT"]))\",\"route\":\"\(route)\","
      + "\"path\":\"\(route.replacing(":id", with: "\(number)"))\",\"status\":\(status),"
      + "\"duration_ms\":\(dice.duration(usual: 40)).\(dice.below(10)),\"bytes\":\(dice.below(20_000))},"
      + "\"user\":{\"id\":\"\(users.pick(&dice))\",\"tenant\":\"tenant-\(dice.below(12))\",\"premium\":\(dice.isOne(in: 5))},"
      + "\"trace\":{\"id\":\"\(dice.hex(16))\(dice.hex(16))\",\"span\":\"\(dice.hex(16))\",\"sampled\":true},"
      + "\"request_id\":\"\(dice.uuid())\",\"tags\":[\"eu-west\",\"blue\"]\(failed ? error() : "")}"
  }

  private mutating func error() -> String {
    let (name, text) = dice.pick(Self.errors)
    return ",\"error\":{\"type\":\"\(name)\",\"message\":\"\(text)\",\"retries\":\(dice.below(4)),"
      + "\"stack\":\"\(name): \(text)\\n    at handle (/app/src/http.js:\(dice.within(20...400)):17)\\n"
      + "    at run (/app/src/loop.js:88:5)\"}"
  }
}

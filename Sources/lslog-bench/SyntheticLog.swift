import LogWire

/// Lines like those of a web service, about 117 bytes each, the same for the same seed.
struct SyntheticLog {
  private static let levels = ["INFO", "INFO", "INFO", "INFO", "WARN", "ERROR", "DEBUG"]
  private static let parts = ["api", "db", "worker", "auth"]
  private static let paths = [
    "/api/v1/users", "/api/v1/orders", "/healthz", "/login", "/cart", "/search", "/static/app.js",
  ]
  private static let events = [
    "request completed", "connection refused by upstream", "cache miss for key", "retrying after timeout",
    "user authenticated", "query executed", "payment declined", "job finished",
  ]
  private static let statuses = [200, 200, 200, 404, 500]

  private var state: UInt64

  init(seed: UInt64 = 7) {
    state = seed
  }

  /// The next line, without a line end.
  mutating func line() -> String {
    let path = "\(pick(Self.paths))/\(1 + next() % 99_999)"
    let trace = String(next(), radix: 16)
    let padded = String(repeating: "0", count: 16 - trace.count) + trace
    return "\(pick(Self.levels)) [\(pick(Self.parts))] \(pick(Self.events)) method=GET path=\(path) "
      + "status=\(pick(Self.statuses)) duration_ms=\(1 + next() % 2000) trace_id=\(padded)"
  }

  /// `count` lines of 0 to 2,000 bytes, most of them short, as a container that prints anything.
  mutating func mixedLine() -> String {
    switch next() % 20 {
    case 0: ""
    case 1: (0..<1 + next() % 16).map { _ in line() }.joined(separator: "; ")
    case 2..<8: pick(Self.events)
    default: line()
    }
  }

  /// A number of 0 ..< `bound`.
  mutating func number(below bound: UInt64) -> UInt64 { next() % bound }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int(next() % UInt64(choices.count))]
  }

  /// SplitMix64.
  private mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension SyntheticLog {
  /// `count` frames as dockerd sends them, one of ten on stderr, 11 µs apart on average.
  mutating func frames(_ count: Int, next line: (inout SyntheticLog) -> String) -> [UInt8] {
    var bytes: [UInt8] = []
    var time = Timestamp(nanoseconds: 1_795_442_523_000_000_000)
    for _ in 0..<count {
      time.nanoseconds += Int64(number(below: 22_000))
      let payload = "\(time) \(line(&self))\n".utf8
      bytes += [number(below: 10) == 0 ? 2 : 1, 0, 0, 0]
      withUnsafeBytes(of: UInt32(payload.count).bigEndian) { bytes.append(contentsOf: $0) }
      bytes += payload
    }
    return bytes
  }
}

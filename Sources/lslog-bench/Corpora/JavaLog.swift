internal import LogWire

/// log4j lines, and stack traces in which each frame is a line of its own. The same few exceptions come again and again.
struct JavaLog: TextSource {
  private static let messages = Ranked([
    "Processing order", "Completed request in", "Acquired connection from pool", "Scheduled job started",
    "Cache entry evicted for key", "Publishing event to topic", "Validating token for session",
    "Fetched rows from table customer_order", "Retrying remote call, attempt", "Hibernate flush took",
  ])
  private static let exceptions = [
    "java.lang.IllegalStateException: Connection pool is exhausted",
    "java.util.concurrent.TimeoutException: Did not observe any item within 3000ms",
    "org.example.shop.OrderNotFoundException: No order with this number",
    "java.lang.NullPointerException: Cannot invoke \"Customer.id()\" because \"customer\" is null",
    "java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available",
  ]

  private let classes: Ranked<String>
  private let traces: Ranked<[String]>
  private var dice: Dice
  /// What is left of the present trace, its next line last.
  private var rest: [String] = []

  init(seed: UInt64) {
    var dice = Dice(seed: seed)
    let names = MadeWords.make(120, seed: seed + 1).map {
      $0.prefix(1).uppercased() + $0.dropFirst() + "Service"
    }
    classes = Ranked(names)
    traces = Ranked((0..<40).map { _ in Self.trace(names, &dice) })
    self.dice = dice
  }

  mutating func line(at time: Timestamp) -> String {
    if let line = rest.popLast() { return line }
    let text = TimeText(time)
    let failed = dice.isOne(in: 150)
    if failed { rest = traces.pick(&dice).reversed() }
    let level = failed ? "ERROR" : dice.pick(["INFO ", "INFO ", "INFO ", "DEBUG", "WARN "])
    let message = failed ? "Unhandled exception in request" : Self.messages.pick(&dice)
    return
      "\(text.date) \(text.clock),\(text.milliseconds) \(level) [http-nio-8080-exec-\(dice.within(1...40))] "
      + "o.e.shop.\(classes.pick(&dice)) - \(message) \(dice.below(100_000)) [requestId=\(dice.hex(12))]"
  }

  private static func trace(_ classes: [String], _ dice: inout Dice) -> [String] {
    var lines = [dice.pick(exceptions)]
    lines += (0..<dice.within(8...30)).map { _ in frame(classes, &dice) }
    if dice.isOne(in: 2) {
      lines.append("Caused by: " + dice.pick(exceptions))
      lines += (0..<dice.within(3...8)).map { _ in frame(classes, &dice) }
      lines.append("\t... \(dice.within(12...60)) more")
    }
    return lines
  }

  private static func frame(_ classes: [String], _ dice: inout Dice) -> String {
    let name = dice.pick(classes)
    let method = dice.pick(["handle", "invoke", "doFilter", "execute", "lambda$run$0", "proceed", "save"])
    return "\tat org.example.shop.\(name).\(method)(\(name).java:\(dice.within(20...900)))"
  }
}

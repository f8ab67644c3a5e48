internal import ContainerWatch
internal import HealthStore
package import LogWire
package import Logging
internal import Quantities

/// Tells somebody of alerts: a webhook, or a command.
///
/// What was told stands in `health.db`, and only there: a message is noted once it was delivered, in one transaction with the alerts that
/// it opens and closes. A process that is killed between the two sends the same message again, with the same id. While a
/// message can't be delivered nothing else is read: what comes stays in the file.
package actor AlertChannel {
  /// What a channel is made of.
  package struct Parts: Sendable {
    package var name: String
    package var rules: AlertRules
    package var selection: ChannelSelection
    package var maintenance: [MaintenanceWindow]
    package var delivery: any Delivery
    package var host: String
    package var localTime: @Sendable (Timestamp) -> LocalTime

    package init(
      name: String, rules: AlertRules, selection: ChannelSelection = .all,
      maintenance: [MaintenanceWindow] = [],
      delivery: any Delivery, host: String,
      localTime: @escaping @Sendable (Timestamp) -> LocalTime = LocalTime.system
    ) {
      self.name = name
      self.rules = rules
      self.selection = selection
      self.maintenance = maintenance
      self.delivery = delivery
      self.host = host
      self.localTime = localTime
    }
  }

  private struct Outgoing {
    var draft: AlertPlanner.Draft
    var message: HealthMessage
    var firstTried: Timestamp
    var notBefore: Timestamp
    var isDelivered = false
  }

  /// How long a message is tried to be delivered. Then what is still so is told by another one.
  package static let persistence = Duration.seconds(3600)
  /// The longest wait that a receiver can ask for.
  static let longestWait = Duration.seconds(3600)
  /// How long a database that can't be used is left alone.
  private static let pause = Duration.seconds(5)
  /// The most news that are looked at together.
  package static let newsLimit = 1000

  private let parts: Parts
  private let planner: AlertPlanner
  private let database: HealthDatabase
  private let identity: String
  private let logger: Logger
  private var reported: Int64?
  private var alerts: [String: OpenAlert] = [:]
  private var outgoing: Outgoing?
  private var backoff = Backoff(base: .seconds(1), cap: .seconds(300))
  private var warm: Timestamp?
  private var seen: (version: Int64, due: Timestamp)?
  private var isDatabaseBroken = false

  /// - Throws: when `health.db` can't be opened.
  package init(_ parts: Parts, database path: String, logger: Logger) throws {
    self.parts = parts
    planner = AlertPlanner(rules: parts.rules, selection: parts.selection)
    database = try HealthDatabase(path: path, access: .write)
    identity = try database.identity()
    var logger = logger
    logger[metadataKey: "channel.name"] = "\(parts.name)"
    self.logger = logger
  }

  /// Does the next thing that is to be done: sends a message, tries again, or notes something. Waits for nothing but the receiver.
  ///
  /// - Throws: `CancellationError` when the task was cancelled while it waited for the receiver.
  package func step(now: Timestamp) async throws -> ChannelStep {
    do {
      if outgoing != nil { return try await send(now: now) }
      let step = try look(now: now)
      if isDatabaseBroken { logger.notice("the health database can be used again") }
      isDatabaseBroken = false
      return step
    } catch let error as CancellationError {
      throw error
    } catch {
      if !isDatabaseBroken {
        logger.error("the health database can't be used; trying again", metadata: ["error": "\(error)"])
      }
      isDatabaseBroken = true
      return .idle(until: now + Self.pause)
    }
  }

  private func look(now: Timestamp) throws -> ChannelStep {
    let version = try database.version()
    // Due in a far future: the clock was set back.
    if let seen, seen.version == version, now < seen.due, seen.due <= now + AlertPlanner.glance {
      return .idle(until: seen.due)
    }
    let warm = self.warm ?? now + parts.rules.group
    self.warm = warm > now + parts.rules.group ? now : warm
    let decision = try database.snapshot { try decide(now: now, warm: warm) }
    switch decision {
    case .idle(let until):
      seen = (version, until)
      return .idle(until: until)
    case .advance(let number): try note(number, alerts)
    case .send(let draft):
      let message = HealthMessage(
        channel: parts.name, host: parts.host, database: identity, events: draft.events)
      outgoing = Outgoing(draft: draft, message: message, firstTried: now, notBefore: now)
    case nil:
      // A new channel begins with now; what is not well by then is told of all the same.
      try note(try database.newestTransition(), [:])
    }
    seen = nil
    return .acted
  }

  private func decide(now: Timestamp, warm: Timestamp) throws -> AlertPlanner.Decision? {
    if reported == nil {
      reported = try database.reported(to: parts.name)
      alerts = Dictionary(
        try database.alerts(of: parts.name).map { ($0.container, $0) },
        uniquingKeysWith: { first, _ in first })
    }
    guard let reported else { return nil }
    let news = try database.news(after: reported, limit: Self.newsLimit)
    let earliest = news.map(\.transition.time).min().map { min($0, now) } ?? now
    let quiet = Quiet(
      silences: try database.silences(at: earliest), windows: parts.maintenance, localTime: parts.localTime)
    let situation = AlertPlanner.Situation(
      news: news, isComplete: news.count < Self.newsLimit, rows: try database.storedRows(),
      prober: try database.proberState(), quiet: quiet, now: now, warm: warm,
      newest: { [database] in try database.newestTransition(of: $0) })
    return try planner.decide(situation, reported: reported, alerts: alerts)
  }

  private func note(_ number: Int64, _ alerts: [String: OpenAlert]) throws {
    try database.note(
      channel: parts.name, reported: number, alerts: alerts.values.sorted { $0.container < $1.container })
    reported = number
    self.alerts = alerts
  }

  // MARK: - Sending

  private func send(now: Timestamp) async throws -> ChannelStep {
    guard var outgoing else { return .acted }
    if !outgoing.isDelivered {
      guard now >= outgoing.notBefore || outgoing.notBefore > now + Self.longestWait else {
        return .idle(until: outgoing.notBefore)
      }
      do {
        try await parts.delivery.deliver(outgoing.message, now: now)
        told(outgoing.message)
      } catch let error as DeliveryError {
        guard error.isFinal else { return try failed(&outgoing, error, now: now) }
        logger.error(
          "a message was refused; it is not sent again",
          metadata: ["message.id": "\(outgoing.message.id)", "error": "\(error)"])
      }
      // Should the noting fail, it is not sent once more for that.
      outgoing.isDelivered = true
      self.outgoing = outgoing
    }
    try note(outgoing.draft.reported, outgoing.draft.alerts)
    self.outgoing = nil
    return .acted
  }

  private func told(_ message: HealthMessage) {
    if backoff.failures > 0 { logger.notice("the channel takes messages again") }
    backoff.reset()
    logger.info(
      "message sent",
      metadata: [
        "message.id": "\(message.id)", "message.kind": "\(message.kind)",
        "message.events": "\(message.events.count + message.omitted)",
      ])
  }

  private func failed(
    _ outgoing: inout Outgoing, _ error: DeliveryError, now: Timestamp
  ) throws -> ChannelStep {
    if backoff.failures == 0 {
      logger.warning(
        "a message was not delivered; trying again",
        metadata: ["message.id": "\(outgoing.message.id)", "error": "\(error)"])
    }
    let wait = max(backoff.next(), min(error.retryAfter ?? .zero, Self.longestWait))
    outgoing.notBefore = now + wait
    if now < outgoing.firstTried { outgoing.firstTried = now }
    guard now >= outgoing.firstTried + Self.persistence else {
      self.outgoing = outgoing
      return .idle(until: outgoing.notBefore)
    }
    logger.error(
      "a message is given up; what is still so will be told by another",
      metadata: [
        "message.id": "\(outgoing.message.id)", "message.title": "\(outgoing.message.title)",
        "error": "\(error)",
      ])
    // Nothing of it was told: what there is decides what the next message tells.
    try note(outgoing.draft.reported, alerts)
    self.outgoing = nil
    return .acted
  }
}

internal import Glibc
internal import HealthStore
internal import LogWire
package import Logging
internal import Platform

/// Tells of the transitions in `health.db`: a task for each channel, so that one that is stuck delays no other.
package struct Reporter: Sendable {
  /// How often a channel looks whether there is something to do.
  private static let pause = Duration.milliseconds(250)
  private static let shortPause = Duration.milliseconds(20)

  private let settings: ReporterSettings
  private let logger: Logger

  package init(settings: ReporterSettings, logger: Logger) {
    self.settings = settings
    self.logger = logger
  }

  /// Tells until the task is cancelled.
  ///
  /// - Throws: when `health.db` can't be opened. A receiver that can't be reached is no error.
  package func run() async throws {
    try HealthDatabase(path: settings.database, access: .write).keepChannels(
      Set(settings.channels.map(\.name)))
    try await withThrowingTaskGroup(of: Void.self) { group in
      // Without channels there is nothing to do, but for as long.
      group.addTask { while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) } }
      for channel in settings.channels {
        switch channel.kind {
        case .journald:
          let channel = try JournalChannel(
            name: channel.name, selection: channel.selection, database: settings.database, logger: logger)
          group.addTask { await Self.drive { await channel.step(now: .now()) } }
        case .webhook(let webhook, let rules):
          try tell(channel, rules, WebhookDelivery(settings: webhook, logger: logger), &group)
        case .command(let command, let rules):
          try tell(channel, rules, CommandDelivery(settings: command, logger: logger), &group)
        }
      }
      try await group.waitForAll()
    }
  }

  private func tell(
    _ settings: ChannelSettings, _ rules: AlertRules, _ delivery: any Delivery,
    _ group: inout ThrowingTaskGroup<Void, any Error>
  ) throws {
    let channel = try AlertChannel(
      AlertChannel.Parts(
        name: settings.name, rules: rules, selection: settings.selection,
        maintenance: self.settings.maintenance,
        delivery: delivery, host: Self.hostName()), database: self.settings.database, logger: logger)
    group.addTask {
      await Self.drive { try await channel.step(now: .now()) }
      await delivery.shutdown()
    }
  }

  private static func drive(_ step: () async throws -> ChannelStep) async {
    while !Task.isCancelled {
      guard let step = try? await step() else { return }
      guard case .idle(let until) = step else { continue }
      let rest = Duration.nanoseconds(until.nanoseconds &- Timestamp.now().nanoseconds)
      try? await Task.sleep(for: min(max(rest, shortPause), pause))
    }
  }

  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    guard gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

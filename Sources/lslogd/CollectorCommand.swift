package import ArgumentParser
internal import Collector
internal import DaemonConfiguration
internal import LogStore
internal import Quantities
internal import Supervision

/// `lslogd collector`: a child process.
package struct CollectorCommand: RoleCommand {
  package static let configuration = CommandConfiguration(
    commandName: "collector", abstract: "Follows containers and writes their lines to a shard of the store.",
    shouldDisplay: false)

  @OptionGroup package var location: LocationOptions
  @OptionGroup package var shards: ShardOptions

  package init() {}

  package func work() async throws {
    let role = try Role.begin("collector", location: location)
    let settings = try settings(role)
    try await role.context.runUntilStopped { status in
      let collector = Collector(settings: settings, logger: role.logger) { news in
        switch news {
        case .ready: status.ready()
        case .following(let containers): status.following(containers)
        case .engineAway: status.status("waiting for the engine")
        }
      }
      try await collector.run()
    }
  }

  private func settings(_ role: Role) throws -> CollectorSettings {
    let store = role.config.store
    return CollectorSettings(
      endpoint: try role.endpoint(), selector: try role.selector(), store: role.layout,
      shard: ShardAssignment(number: shards.shard, count: shards.shards),
      limits: ShardWriter.Limits(segmentBytes: store.segment.size.bytes, segmentAge: store.segment.age),
      retention: ShardMaintenance.Retention(age: store.retention.age, bytes: store.retention.size?.bytes),
      lineLimit: Int(store.lineLimit.bytes), catchUps: role.config.collector.catchUp,
      queueBytes: Int(role.config.collector.queue.bytes))
  }
}

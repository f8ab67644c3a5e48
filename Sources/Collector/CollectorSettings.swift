package import ContainerWatch
package import DockerEngine
package import LogStore

/// What a collector process is told.
package struct CollectorSettings: Sendable {
  package var endpoint: EngineEndpoint
  package var selector: ContainerSelector
  package var store: StoreLayout
  /// Which of the collectors this is, and how many there are.
  package var shard: ShardAssignment
  package var limits: ShardWriter.Limits
  package var retention: ShardMaintenance.Retention
  /// The longest message of one line, in bytes.
  package var lineLimit: Int
  /// How many containers may be read from far back at the same time.
  package var catchUps: Int
  /// How many bytes of lines may wait for the writer before reading stops.
  package var queueBytes: Int

  package init(
    endpoint: EngineEndpoint, selector: ContainerSelector, store: StoreLayout, shard: ShardAssignment,
    limits: ShardWriter.Limits, retention: ShardMaintenance.Retention, lineLimit: Int, catchUps: Int,
    queueBytes: Int
  ) {
    self.endpoint = endpoint
    self.selector = selector
    self.store = store
    self.shard = shard
    self.limits = limits
    self.retention = retention
    self.lineLimit = lineLimit
    self.catchUps = catchUps
    self.queueBytes = queueBytes
  }
}

/// What a running lslogd says about itself.
package struct RuntimeRecord: Codable, Sendable, Hashable {
  /// The supervisor's process.
  package var pid: Int32
  /// When that process started, in clock ticks since boot: tells it from a later one with the same pid.
  package var startTicks: UInt64
  /// The configuration file; nil when it runs on defaults.
  package var configPath: String?
  /// The store's folder.
  package var storePath: String

  /// The record of a process.
  package init(pid: Int32, startTicks: UInt64, configPath: String?, storePath: String) {
    self.pid = pid
    self.startTicks = startTicks
    self.configPath = configPath
    self.storePath = storePath
  }

  /// The names in the JSON file.
  package enum CodingKeys: String, CodingKey {
    case pid
    case startTicks = "start_ticks"
    case configPath = "config_path"
    case storePath = "store_path"
  }

  /// Whether the process it tells of still runs.
  package var isCurrent: Bool {
    ProcessStart.ticks(pid: pid) == startTicks
  }
}

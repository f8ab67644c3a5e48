/// Who is told of transitions, and when not.
package struct ReporterSettings: Sendable {
  /// The path of `health.db`.
  package var database: String
  package var channels: [ChannelSettings]
  package var maintenance: [MaintenanceWindow]

  package init(database: String, channels: [ChannelSettings], maintenance: [MaintenanceWindow] = []) {
    self.database = database
    self.channels = channels
    self.maintenance = maintenance
  }
}

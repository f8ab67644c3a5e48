/// One entry of `health.maintenance`: a time of the week in which webhooks and commands are not told that something is down.
package struct MaintenanceConfig: Sendable, Hashable {
  /// `name`: for people.
  package var name = ""
  /// `days`: on which it begins.
  package var days = Day.allCases
  /// `from` and `until`: as the clock on the wall shows them. Until a time that is not later is one of the next day.
  package var from = TimeOfDay(minute: 0)
  package var until = TimeOfDay(minute: 0)
  /// `select`: of which containers; empty: all.
  package var select: [HealthRuleConfig] = []

  /// Nothing of it has a default that makes sense but the days.
  package init() {}

  package enum Day: String, Sendable, Hashable, CaseIterable {
    case sun, mon, tue, wed, thu, fri, sat
  }

  package struct TimeOfDay: Sendable, Hashable {
    /// Since midnight: 0 to 1,439.
    package var minute: Int

    package init(minute: Int) {
      self.minute = minute
    }
  }
}

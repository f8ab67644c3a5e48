package import HealthStore
package import LogWire
internal import Patterns

/// When nobody is to be told that something is down: silences and maintenance windows.
package struct Quiet: Sendable {
  private let silences: [(pattern: Glob, silence: Silence)]
  private let windows: [MaintenanceWindow]
  private let localTime: @Sendable (Timestamp) -> LocalTime

  /// - Parameter silences: one whose pattern is no glob silences nothing.
  package init(
    silences: [Silence] = [], windows: [MaintenanceWindow] = [],
    localTime: @escaping @Sendable (Timestamp) -> LocalTime = LocalTime.system
  ) {
    self.silences = silences.compactMap { silence in
      (try? Glob(silence.pattern)).map { ($0, silence) }
    }
    self.windows = windows
    self.localTime = localTime
  }

  package func covers(_ subject: Subject, at time: Timestamp) -> Bool {
    let isSilenced = silences.contains { pattern, silence in
      silence.from <= time && time < silence.until && subject.hasName(pattern)
    }
    guard !isSilenced, !windows.isEmpty else { return isSilenced }
    let local = localTime(time)
    return windows.contains { $0.contains(local) && $0.selection.matches(subject) }
  }
}

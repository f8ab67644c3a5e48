/// How much a line matters, by its own word. A later level matters more.
///
/// Programs have more names than these; see ``init(name:)`` for which is which.
package enum Level: UInt8, Sendable, Hashable, CaseIterable {
  case trace = 1
  case debug
  case info
  case notice
  case warn
  case error
  /// What is called critical, fatal, panic, alert or emergency.
  case critical
}

extension Level: Comparable {
  package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
}

extension Level: CustomStringConvertible {
  /// The name that is shown, in small letters.
  package var description: String {
    switch self {
    case .trace: "trace"
    case .debug: "debug"
    case .info: "info"
    case .notice: "notice"
    case .warn: "warn"
    case .error: "error"
    case .critical: "critical"
    }
  }
}

extension Level {
  /// The priority of syslog and of journald: 2 (critical) to 7 (debug; trace has none of its own).
  ///
  /// Source: https://www.rfc-editor.org/rfc/rfc5424#section-6.2.1, syslog(3).
  package var priority: UInt8 {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warn: 4
    case .error: 3
    case .critical: 2
    }
  }

  /// The level of a priority of syslog; 0 and 1 (emergency, alert) are ``critical``. Nil from 8 on.
  package init?(priority: UInt8) {
    switch priority {
    case 0...2: self = .critical
    case 3: self = .error
    case 4: self = .warn
    case 5: self = .notice
    case 6: self = .info
    case 7: self = .debug
    default: return nil
    }
  }
}

internal import Logging

extension Logger.Level {
  /// The syslog priority, 2 to 7; the journal reads it as `<N>`. Source: sd-daemon(3), syslog(3).
  var priority: Int {
    switch self {
    case .critical: 2
    case .error: 3
    case .warning: 4
    case .notice: 5
    case .info: 6
    case .debug, .trace: 7
    }
  }
}

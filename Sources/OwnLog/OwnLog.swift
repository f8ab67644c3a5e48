package import Logging

/// The process's own log: set up once, first thing in `main`.
package enum OwnLog {
  /// Makes every `Logger` of the process write to stderr through ``OwnLogHandler``. Its label is the component.
  ///
  /// - Precondition: Called once in a process, before the first logger is made (swift-log traps otherwise).
  /// - Returns: The shared level, to be changed when the configuration was read.
  package static func bootstrap(level: Logger.Level, environment: [String: String]) -> LogThreshold {
    let threshold = LogThreshold(LogThreshold.effectiveLevel(configured: level, environment: environment))
    let destination = LogDestination.detect(journalStream: environment["JOURNAL_STREAM"])
    LoggingSystem.bootstrap { label in
      OwnLogHandler(component: label, threshold: threshold, destination: destination)
    }
    return threshold
  }
}

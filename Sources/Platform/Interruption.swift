internal import CLinux

/// Whether a person wants the process to end. For commands that must leave things in order.
package enum Interruption {
  /// From now on SIGINT and SIGTERM are noted, once: a second one ends the process. Blocking calls return with EINTR.
  package static func watch() { lslog_watch_interruption() }

  /// The signal that came; nil if none did.
  package static var signal: Int32? {
    let number = lslog_interruption()
    return number == 0 ? nil : number
  }
}

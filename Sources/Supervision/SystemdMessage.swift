/// What systemd is told. Source: sd_notify(3).
package enum SystemdMessage: Sendable, Hashable {
  /// All children do their work.
  case ready
  /// A reload has begun; ``ready`` ends it.
  case reloading
  /// The stop has begun.
  case stopping
  /// The loop is alive.
  case watchdog
  /// One line for `systemctl status`.
  case status(String)

  /// The datagram. `Type=notify-reload` wants the time of the reload on CLOCK_MONOTONIC.
  func text(monotonicMicroseconds: Int64) -> String {
    switch self {
    case .ready: "READY=1"
    case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(monotonicMicroseconds)"
    case .stopping: "STOPPING=1"
    case .watchdog: "WATCHDOG=1"
    case .status(let text): "STATUS=\(text)"
    }
  }
}

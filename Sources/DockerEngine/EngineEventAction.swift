/// What an event says happened to a container.
package enum EngineEventAction: Sendable, Hashable {
  /// Made, not started yet.
  case create
  /// Its process runs; again, too, after a restart.
  case start
  /// The engine restarted it on request (after `die` and `start`).
  case restart
  /// Its process ended; `exitCode` is among the attributes.
  case die
  /// The engine stopped it on request (after `die`).
  case stop
  /// A signal was sent; `signal` is among the attributes.
  case kill
  /// It ran out of memory.
  case oom
  /// It was removed.
  case destroy
  /// It has another name now.
  case rename
  /// Its processes are frozen.
  case pause
  /// Its processes run again.
  case unpause
  /// Its resources were changed.
  case update
  /// Docker's own health check came to another result.
  case healthStatus(HealthStatus)
  /// Any other action, in the engine's word.
  case other(String)

  /// Reads the engine's word; never fails.
  ///
  /// - Parameters:
  ///   - word: the `Action` of the event.
  ///   - health: what Podman says beside `health_status`, where Docker puts it behind a colon.
  init(word: String, health: String? = nil) {
    self =
      switch word {
      case "create": .create
      case "start": .start
      case "restart": .restart
      case "die", "died": .die
      case "stop": .stop
      case "kill": .kill
      case "oom": .oom
      case "destroy", "remove": .destroy
      case "rename": .rename
      case "pause": .pause
      case "unpause": .unpause
      case "update": .update
      case "health_status": .healthStatus(HealthStatus(word: health ?? "none"))
      case _ where word.hasPrefix("health_status:"):
        .healthStatus(HealthStatus(word: String(word.dropFirst("health_status:".count)).trimmingSpaces))
      default: .other(word)
      }
  }
}

extension EngineEventAction: CustomStringConvertible {
  /// The engine's word, in Docker's spelling.
  package var description: String {
    switch self {
    case .create: "create"
    case .start: "start"
    case .restart: "restart"
    case .die: "die"
    case .stop: "stop"
    case .kill: "kill"
    case .oom: "oom"
    case .destroy: "destroy"
    case .rename: "rename"
    case .pause: "pause"
    case .unpause: "unpause"
    case .update: "update"
    case .healthStatus(let status): "health_status: \(status.rawValue)"
    case .other(let word): word
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    String(drop(while: { $0 == " " }))
  }
}

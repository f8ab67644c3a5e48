import HealthReporting
import HealthStore

/// Messages to be sent.
enum Samples {
  static func event(
    _ kind: HealthEvent.Kind = .down, name: String = "api", project: String? = nil,
    state: HealthState = .unhealthy,
    reason: String = "http probe: 500", transition: Int64 = 7
  ) -> HealthEvent {
    HealthEvent(
      kind: kind, subject: Subject(id: HealthScene.id("api"), name: name, project: project), from: .healthy,
      state: state,
      since: HealthScene.time(10), downSince: HealthScene.time(10), reason: reason,
      evidence: Evidence(
        probe: "default", httpStatus: 500, latency: 12_345_678, output: Array("oh\0no".utf8)),
      transition: transition, downs: 1)
  }

  static let message = message([event()])

  static func message(_ events: [HealthEvent]) -> HealthMessage {
    HealthMessage(channel: "ops", host: "host", database: "0badcafe", events: events)
  }
}

internal import FoundationEssentials
internal import HealthStore
internal import LogWire

extension HealthMessage {
  /// The version of the document; docs/health-reporting.md describes it. It is counted up when a member changes its meaning or goes.
  static let version = 1

  /// The document, in UTF-8, its members in the order of their names.
  package func json() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.keyEncodingStrategy = .convertToSnakeCase
    // Text, whole numbers and truth: nothing of it can't be encoded.
    guard let data = try? encoder.encode(Document(self)) else { preconditionFailure("\(self) is no JSON") }
    return Array(data)
  }

  private struct Document: Encodable {
    var version = HealthMessage.version
    var id: String
    var channel: String
    var host: String
    var kind: String
    var title: String
    var text: String
    var events: [Event]
    var omitted: Int

    init(_ message: HealthMessage) {
      id = message.id
      channel = message.channel
      host = message.host
      kind = message.kind
      title = message.title
      text = message.text
      events = message.events.map { Event($0, message.database) }
      omitted = message.omitted
    }
  }

  private struct Event: Encodable {
    var id: String
    var kind: String
    var container: Container
    var from: State?
    var to: State
    var since: String
    var downSince: String
    var reason: String
    var transition: Int64
    var downs: Int
    var reminder: Int?
    var evidence: EvidenceDocument

    init(_ event: HealthEvent, _ database: String) {
      id = event.id(database: database)
      kind = event.kind.rawValue
      container = Container(
        id: event.subject.id, name: event.subject.name, project: event.subject.project,
        resource: event.subject.resource)
      from = event.from.map(State.init)
      to = State(event.state)
      since = event.since.description
      downSince = event.downSince.description
      reason = event.reason
      transition = event.transition
      downs = event.downs
      reminder = event.reminder > 0 ? event.reminder : nil
      evidence = EvidenceDocument(event.evidence)
    }
  }

  private struct Container: Encodable {
    var id: String
    var name: String
    var project: String?
    var resource: String?
  }

  private struct State: Encodable {
    var state: String
    var exitCode: Int?

    init(_ state: HealthState) {
      self.state = state.name
      exitCode = state.exitCode
    }
  }

  private struct EvidenceDocument: Encodable {
    var oomKilled: Bool
    var probe: String?
    var httpStatus: Int?
    var exitCode: Int?
    var latencyMicroseconds: Int64?
    var output: String?

    init(_ evidence: Evidence) {
      oomKilled = evidence.oomKilled
      probe = evidence.probe
      httpStatus = evidence.httpStatus
      exitCode = evidence.exitCode
      latencyMicroseconds = evidence.latency.map { $0 / 1000 }
      output = evidence.output.isEmpty ? nil : String(decoding: evidence.output, as: UTF8.self)
    }
  }
}

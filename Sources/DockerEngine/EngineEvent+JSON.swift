internal import FoundationEssentials

extension EngineEvent {
  /// Decodes one event of the stream.
  ///
  /// - Throws: `DecodingError` when the text is no JSON object that names what happened to whom.
  package static func decode(_ json: [UInt8]) throws -> EngineEvent {
    EngineEvent(try JSONDecoder().decode(Wire.self, from: Data(json)))
  }

  private struct Wire: Decodable {
    var `Type`: String?
    var Action: String
    var Actor: WireActor
    var time: Int64?
    var timeNano: Int64?
    var HealthStatus: String?
  }

  private struct WireActor: Decodable {
    var ID: String
    var Attributes: [String: String]?
  }

  private init(_ wire: Wire) {
    let attributes = wire.Actor.Attributes ?? [:]
    self.init(
      type: wire.Type ?? "container",
      action: EngineEventAction(word: wire.Action, health: wire.HealthStatus ?? attributes["health_status"]),
      id: wire.Actor.ID, attributes: attributes, time: wire.timeNano ?? (wire.time ?? 0) * 1_000_000_000)
  }
}

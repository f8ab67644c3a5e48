/// One event of the engine's stream.
///
/// Source: <https://docs.docker.com/reference/cli/docker/system/events/>.
package struct EngineEvent: Sendable, Hashable {
  /// The type of the object it happened to, e.g. `container`.
  package var type: String

  /// What happened.
  package var action: EngineEventAction

  /// The id of the object it happened to.
  package var id: String

  /// What else the engine says: `name`, `image`, `exitCode`, `signal` and the labels of the container.
  package var attributes: [String: String]

  /// When, by the engine's clock, in nanoseconds since 1970.
  package var time: Int64

  /// Makes an event.
  package init(
    type: String = "container", action: EngineEventAction, id: String, attributes: [String: String] = [:],
    time: Int64 = 0
  ) {
    self.type = type
    self.action = action
    self.id = id
    self.attributes = attributes
    self.time = time
  }

  /// The name of the container.
  package var name: String? { attributes["name"] }

  /// The exit code, of a `die`.
  package var exitCode: Int? {
    (attributes["exitCode"] ?? attributes["containerExitCode"]).flatMap { Int($0) }
  }

  /// The number of the signal, of a `kill`.
  package var signal: Int? { attributes["signal"].flatMap { Int($0) } }
}

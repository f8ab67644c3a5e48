package import LogWire

/// Something that lslogd did to a container because of its health.
package struct HealthAction: Sendable, Hashable {
  package enum Kind: String, Sendable, Hashable {
    case restart
  }

  package var time: Timestamp
  package var container: String
  package var name: String
  package var kind: Kind
  /// Why it was done.
  package var reason: String
  /// What came of it: `done`, or the error; nil while it is under way, or if lslogd ended meanwhile.
  package var outcome: String?

  package init(
    time: Timestamp, container: String, name: String, kind: Kind, reason: String, outcome: String? = nil
  ) {
    self.time = time
    self.container = container
    self.name = name
    self.kind = kind
    self.reason = reason
    self.outcome = outcome
  }
}

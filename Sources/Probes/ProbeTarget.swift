package import DockerEngine
package import LogWire

/// What a run of a probe needs to know of its container.
package struct ProbeTarget: Sendable, Hashable {
  /// The full id.
  package var id: String
  /// The name without the slash before it.
  package var name: String
  /// When its process began, by the engine's clock; nil if that is not known.
  package var startedAt: Timestamp?
  /// Its addresses in its networks.
  package var addresses: [ContainerAddress]
  /// Where its TCP ports are on the host.
  package var ports: [PublishedPort]
  /// How the engine keeps its log: `json-file`; with `none` there are no lines to look at. Empty if that is not known.
  package var logDriver: String

  /// Makes a target.
  package init(
    id: String, name: String, startedAt: Timestamp? = nil, addresses: [ContainerAddress] = [],
    ports: [PublishedPort] = [], logDriver: String = ""
  ) {
    self.id = id
    self.name = name
    self.startedAt = startedAt
    self.addresses = addresses
    self.ports = ports
    self.logDriver = logDriver
  }

  /// What inspect says of the container.
  package init(_ details: ContainerDetails) {
    self.init(
      id: details.id, name: details.name,
      startedAt: details.startedAt.map { Timestamp(nanoseconds: $0) }, addresses: details.addresses,
      ports: details.publishedPorts, logDriver: details.logDriver.type)
  }
}

/// A TCP port of a container that the host passes on to it.
package struct PublishedPort: Sendable, Hashable {
  /// The port in the container.
  package var containerPort: Int
  /// The address of the host that is listened at: `0.0.0.0`, `::`, `127.0.0.1`; empty where the engine names none.
  package var hostAddress: String
  /// The port of the host.
  package var hostPort: Int

  /// Makes a port.
  package init(containerPort: Int, hostAddress: String = "", hostPort: Int) {
    self.containerPort = containerPort
    self.hostAddress = hostAddress
    self.hostPort = hostPort
  }
}

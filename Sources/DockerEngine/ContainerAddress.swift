/// Where a container is in one of its networks.
package struct ContainerAddress: Sendable, Hashable {
  /// The network's name.
  package var network: String
  /// The address, IPv4 where there is one, else IPv6; never empty.
  package var address: String

  /// Makes an address.
  package init(network: String, address: String) {
    self.network = network
    self.address = address
  }
}

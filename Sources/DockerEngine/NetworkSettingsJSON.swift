/// The networks and ports in the answer to an inspect.
///
/// Engines before API 1.52 repeat the addresses of the default network outside ``Networks``, and very old ones have them only there.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerInspect>.
struct NetworkSettingsJSON: Decodable {
  struct Endpoint: Decodable {
    var IPAddress: String?
    var GlobalIPv6Address: String?

    /// IPv4 where there is one.
    var address: String? {
      [IPAddress, GlobalIPv6Address].lazy.compactMap(\.self).first { !$0.isEmpty }
    }
  }

  struct Binding: Decodable {
    var HostIp: String?
    var HostPort: String?
  }

  var IPAddress: String?
  var GlobalIPv6Address: String?
  var Networks: [String: Endpoint]?
  /// By `8080/tcp`; null for a port that is exposed but not published.
  var Ports: [String: [Binding]?]?

  /// The most networks of a container that are kept.
  static let networkLimit = 64
  /// The most published ports of a container that are kept; ranges may have many thousands.
  static let portLimit = 1024

  /// `bridge` first, then by name.
  var addresses: [ContainerAddress] {
    let found = (Networks ?? [:]).compactMap { name, endpoint in
      endpoint.address.map { ContainerAddress(network: name, address: $0) }
    }
    guard found.isEmpty else {
      return Array(found.sorted { Self.rank($0) < Self.rank($1) }.prefix(Self.networkLimit))
    }
    let only = Endpoint(IPAddress: IPAddress, GlobalIPv6Address: GlobalIPv6Address).address
    return only.map { [ContainerAddress(network: "bridge", address: $0)] } ?? []
  }

  /// By the port in the container; IPv4 before IPv6, whose ports may differ.
  var publishedPorts: [PublishedPort] {
    let found = (Ports ?? [:]).flatMap { key, bindings -> [PublishedPort] in
      let parts = key.split(separator: "/")
      guard parts.count == 2, parts[1] == "tcp", let port = Int(parts[0]) else { return [] }
      return (bindings ?? []).compactMap { binding in
        guard let hostPort = binding.HostPort.flatMap({ Int($0) }), (1...65535).contains(hostPort) else {
          return nil
        }
        return PublishedPort(containerPort: port, hostAddress: binding.HostIp ?? "", hostPort: hostPort)
      }
    }
    return Array(found.sorted { Self.rank($0) < Self.rank($1) }.prefix(Self.portLimit))
  }

  private static func rank(_ address: ContainerAddress) -> (Int, String) {
    (address.network == "bridge" ? 0 : 1, address.network)
  }

  private static func rank(_ port: PublishedPort) -> (Int, Int, String, Int) {
    (port.containerPort, port.hostAddress.contains(":") ? 1 : 0, port.hostAddress, port.hostPort)
  }
}

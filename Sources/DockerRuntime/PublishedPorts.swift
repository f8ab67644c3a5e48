internal import ContainerRuntime
internal import FoundationEssentials

/// The ports of a container that are bound on the host, from inspect.
enum PublishedPorts {
  private struct Wire: Decodable {
    struct Settings: Decodable { var Ports: [String: [Binding]?]? }
    struct Binding: Decodable {
      var HostIp: String?
      var HostPort: String?
    }
    var NetworkSettings: Settings?
  }

  /// The ports, sorted; those that are not published, and protocols other than TCP and UDP, are left out.
  ///
  /// - Throws: `DecodingError` when the text is no answer to an inspect.
  static func decode(_ json: [UInt8]) throws -> [PortMapping] {
    let ports = try JSONDecoder().decode(Wire.self, from: Data(json)).NetworkSettings?.Ports ?? [:]
    let mappings = ports.flatMap { port, bindings in
      (bindings ?? []).compactMap { mapping(port, $0) }
    }
    return mappings.sorted { left, right in
      (left.containerPort, left.transport.rawValue, left.address, left.hostPort)
        < (right.containerPort, right.transport.rawValue, right.address, right.hostPort)
    }
  }

  private static func mapping(_ port: String, _ binding: Wire.Binding) -> PortMapping? {
    let parts = port.split(separator: "/")
    guard parts.count == 2, let number = UInt16(parts[0]),
      let transport = PortMapping.Transport(rawValue: String(parts[1])),
      let hostPort = binding.HostPort.flatMap({ UInt16($0) })
    else { return nil }
    // Podman says nothing where a port is bound to all addresses.
    let address = binding.HostIp.flatMap { $0.isEmpty ? nil : $0 } ?? "0.0.0.0"
    return PortMapping(address: address, hostPort: hostPort, containerPort: number, transport: transport)
  }
}

internal import DockerEngine

extension AddressTemplate {
  /// The address for a container.
  ///
  /// - Throws: ``ProbeObstacle`` where the container has nothing for a place.
  func filled(for target: ProbeTarget) throws(ProbeObstacle) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .name: text += target.name
      case .address(let network): text += try Self.address(of: target, in: network)
      case .port(let port): text += try Self.port(port, of: target)
      }
    }
    return text
  }

  /// The address for a container that has everything.
  var sample: String {
    parts.map { part in
      switch part {
      case .text(let literal): literal
      case .name: "name"
      case .address: "192.0.2.1"
      case .port(let port): "\(port)"
      }
    }.joined()
  }

  private static func address(of target: ProbeTarget, in network: String?) throws(ProbeObstacle) -> String {
    let found = network == nil ? target.addresses.first : target.addresses.first { $0.network == network }
    guard let found else {
      let networks = target.addresses.map(\.network).joined(separator: ", ")
      throw ProbeObstacle(
        target.addresses.isEmpty
          ? "the container has no address of its own; with the host's network write 127.0.0.1"
          : "the container has no address in the network \(network ?? ""), but in \(networks)")
    }
    return found.address.contains(":") ? "[\(found.address)]" : found.address
  }

  private static func port(_ port: Int, of target: ProbeTarget) throws(ProbeObstacle) -> String {
    guard let found = target.ports.first(where: { $0.containerPort == port }) else {
      throw ProbeObstacle(
        "the container does not publish port \(port)/tcp; publish it, or write {address}:\(port)")
    }
    return "\(found.hostPort)"
  }
}

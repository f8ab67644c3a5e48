/// Where a container engine listens.
package enum EngineEndpoint: Sendable, Hashable {
  /// A unix socket by its absolute path.
  case unix(path: String)

  /// A TCP address; with TLS when there is material for it. An IPv6 host stands without brackets.
  case tcp(host: String, port: Int, tls: TLSMaterial?)

  /// The socket of a Docker that was installed in the usual way.
  package static let standard = EngineEndpoint.unix(path: "/var/run/docker.sock")

  /// Whether bytes on the way to the engine are encrypted.
  package var isEncrypted: Bool {
    if case .tcp(_, _, .some) = self { true } else { false }
  }
}

extension EngineEndpoint: CustomStringConvertible {
  /// The endpoint as `DOCKER_HOST` would spell it.
  package var description: String {
    switch self {
    case .unix(let path): "unix://\(path)"
    case .tcp(let host, let port, _) where host.utf8.contains(UInt8(ascii: ":")): "tcp://[\(host)]:\(port)"
    case .tcp(let host, let port, _): "tcp://\(host):\(port)"
    }
  }
}

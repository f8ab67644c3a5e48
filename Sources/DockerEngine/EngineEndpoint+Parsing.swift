extension EngineEndpoint {
  /// The endpoint that a person meant: the override (from a file or an option) first, then `DOCKER_HOST`, then
  /// ``standard``.
  ///
  /// - Parameters:
  ///   - environment: the variables of the process. Read are `DOCKER_HOST`, `DOCKER_TLS_VERIFY`, `DOCKER_CERT_PATH`
  ///     and `HOME`; a variable that is empty counts as not set.
  ///   - override: an address that wins over `DOCKER_HOST`.
  /// - Throws: ``EngineError`` with the code `invalidEndpoint`.
  package static func fromEnvironment(
    _ environment: [String: String], override: String? = nil
  ) throws(EngineError) -> EngineEndpoint {
    let address = override.notEmpty ?? environment["DOCKER_HOST"].notEmpty
    guard let address else { return .standard }
    return try EngineEndpoint(parsing: address, environment: environment)
  }

  /// Parses an address as the Docker CLI takes it, with TLS as the environment says: ``TLSMaterial/init(environment:)``.
  ///
  /// - Throws: as ``init(parsing:tls:)``.
  package init(parsing address: String, environment: [String: String] = [:]) throws(EngineError) {
    try self.init(parsing: address, tls: TLSMaterial(environment: environment))
  }

  /// Parses an address as the Docker CLI takes it: `unix:///path`, a bare absolute path, `tcp://host[:port]`.
  ///
  /// - Parameters:
  ///   - address: the address. The default port is 2376 with TLS and 2375 without.
  ///   - tls: what is used for `tcp://`; nil: no TLS.
  /// - Throws: ``EngineError`` with the code `invalidEndpoint` for another scheme, a relative path, a path behind a
  ///   host, or a port that is no port.
  package init(parsing address: String, tls: TLSMaterial?) throws(EngineError) {
    if address.hasPrefix("/") {
      self = .unix(path: address)
    } else if let path = address.removing(prefix: "unix://") {
      guard path.hasPrefix("/") else {
        throw .invalidEndpoint(
          address, "the path of a unix socket must be absolute: unix:///path/to/docker.sock")
      }
      self = .unix(path: path)
    } else if let rest = address.removing(prefix: "tcp://") {
      let (host, port) = try Self.parse(hostAndPort: rest, of: address, defaultPort: tls == nil ? 2375 : 2376)
      self = .tcp(host: host, port: port, tls: tls)
    } else {
      throw .invalidEndpoint(address, "use unix:///path/to/docker.sock or tcp://host:port")
    }
    if case .unix(let path) = self, path.utf8.count > Self.longestSocketPath || path.utf8.contains(0) {
      throw .invalidEndpoint(
        address, "the path of a unix socket has at most \(Self.longestSocketPath) bytes, none of them NUL")
    }
  }

  /// What fits into `sun_path` before the NUL that ends it, see unix(7).
  private static let longestSocketPath = 107

  private static func parse(
    hostAndPort: String, of address: String, defaultPort: Int
  ) throws(EngineError) -> (host: String, port: Int) {
    var text = hostAndPort[...]
    if text.hasSuffix("/") { text.removeLast() }
    guard !text.contains("/"), !text.contains("@"), !text.contains("?") else {
      throw .invalidEndpoint(address, "nothing may stand behind the port")
    }
    let host: Substring
    let rest: Substring
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else {
        throw .invalidEndpoint(address, "the bracket around the IPv6 address is not closed")
      }
      host = text[text.index(after: text.startIndex)..<close]
      rest = text[text.index(after: close)...]
    } else {
      let colon = text.firstIndex(of: ":") ?? text.endIndex
      host = text[..<colon]
      rest = text[colon...]
    }
    guard !host.isEmpty else { throw .invalidEndpoint(address, "the host is missing") }
    if rest.isEmpty { return (String(host), defaultPort) }
    guard rest.hasPrefix(":"), let port = UInt16(rest.dropFirst()), port > 0 else {
      throw .invalidEndpoint(
        address, "the port must be a number from 1 to 65535; an IPv6 address stands in brackets")
    }
    return (String(host), Int(port))
  }
}

extension String {
  fileprivate func removing(prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}

extension String? {
  /// The string, or nil where there is none or it is empty.
  var notEmpty: String? {
    flatMap { $0.isEmpty ? nil : $0 }
  }
}

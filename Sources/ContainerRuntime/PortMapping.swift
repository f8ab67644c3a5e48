/// A port of a container that is reached through the host.
public struct PortMapping: Sendable, Hashable {
  /// The protocol.
  public enum Transport: String, Sendable, Hashable {
    case tcp
    case udp
  }

  /// Where a port is bound that names no address: nobody else on the network reaches it.
  public static let defaultAddress = "127.0.0.1"

  /// The host's address it is bound to.
  public var address: String
  /// The host's port; 0: one that is free.
  public var hostPort: UInt16
  /// The port in the container.
  public var containerPort: UInt16
  /// The protocol.
  public var transport: Transport

  /// Binds a port, on loopback unless another address is given.
  public init(
    address: String = PortMapping.defaultAddress, hostPort: UInt16, containerPort: UInt16,
    transport: Transport = .tcp
  ) {
    self.address = address
    self.hostPort = hostPort
    self.containerPort = containerPort
    self.transport = transport
  }

  /// Reads `[[address:]host:]container[/tcp|/udp]`; the address of IPv6 stands in brackets. A port alone is the
  /// same on both sides.
  ///
  /// - Throws: ``RuntimeError/invalidSpec(_:)``, which says what is wrong.
  public init(parsing text: String) throws(RuntimeError) {
    let slash = text.lastIndex(of: "/")
    transport = .tcp
    if let slash {
      guard let named = Transport(rawValue: String(text[text.index(after: slash)...])) else {
        throw .invalidSpec("'\(text)' is no port: behind '/' stands tcp or udp")
      }
      transport = named
    }
    var rest: Substring? = text[..<(slash ?? text.endIndex)]
    containerPort = try Self.takePort(&rest, of: text, "in the container")
    hostPort = containerPort
    address = Self.defaultAddress
    if rest != nil {
      hostPort = try Self.takePort(&rest, of: text, "on the host", orZero: true)
    }
    if let rest {
      address = try Self.address(rest, of: text)
    }
  }

  /// Takes the number behind the last colon, and the colon; what is left is nil if there was none.
  private static func takePort(
    _ rest: inout Substring?, of text: String, _ place: String, orZero: Bool = false
  ) throws(RuntimeError) -> UInt16 {
    let part = rest ?? ""
    let colon = part.lastIndex(of: ":")
    let digits = part[(colon.map { part.index(after: $0) } ?? part.startIndex)...]
    guard digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
      let port = UInt16(digits), port > 0 || orZero
    else {
      throw .invalidSpec(
        "'\(text)' is no port: '\(digits)' \(place) is no number from \(orZero ? 0 : 1) to 65535")
    }
    rest = colon.map { part[..<$0] }
    return port
  }

  private static func address(_ part: Substring, of text: String) throws(RuntimeError) -> String {
    let isBracketed = part.hasPrefix("[") && part.hasSuffix("]")
    let address = isBracketed ? part.dropFirst().dropLast() : part
    let allowed = isBracketed ? "0123456789abcdefABCDEF:." : "0123456789."
    guard !address.isEmpty, address.allSatisfy(allowed.contains) else {
      throw .invalidSpec(
        "'\(text)' is no port: '\(part)' is no address; write 0.0.0.0:8080:80, or [::1]:8080:80")
    }
    return String(address)
  }
}

extension PortMapping: CustomStringConvertible {
  /// As it is read, with the address and the protocol.
  public var description: String {
    let host = address.contains(":") ? "[\(address)]" : address
    return "\(host):\(hostPort):\(containerPort)/\(transport.rawValue)"
  }
}

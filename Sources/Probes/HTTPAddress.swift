/// What we need to know of a URL: whether it is one that can be asked, and whom a TLS connection would go to.
struct HTTPAddress: Sendable, Hashable {
  var isTLS: Bool
  var place: HostPort

  /// Parses a URL; nil if something is wrong with it.
  init?(parsing url: String) {
    guard let (isTLS, authority) = Self.split(url) else { return nil }
    if let place = HostPort(parsing: authority) {
      self.place = place
    } else if let host = HostPort.host(authority) {
      place = HostPort(host: host, port: isTLS ? 443 : 80)
    } else {
      return nil
    }
    self.isTLS = isTLS
  }

  /// What is wrong with a URL, to be read after it: `has no host`; nil if nothing is.
  static func problem(with url: String) -> String? {
    guard let (_, authority) = split(url) else { return "is no URL of http or https" }
    if authority.isEmpty { return "has no host" }
    if authority.contains("@") { return "has a user in it, which belongs in the header Authorization" }
    guard HTTPAddress(parsing: url) != nil else { return "has a host or port that can't be one" }
    let isClean = url.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    return isClean ? nil : "has a blank or a character that must be written as %XX"
  }

  private static func split(_ url: String) -> (isTLS: Bool, authority: Substring)? {
    for (scheme, isTLS) in [("http://", false), ("https://", true)] where url.hasPrefix(scheme) {
      return (isTLS, url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" })
    }
    return nil
  }
}

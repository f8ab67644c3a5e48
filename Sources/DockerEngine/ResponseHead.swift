/// The head of an HTTP/1 response: its status and how its body is delimited.
///
/// Source: RFC 9112, sections 4 and 6.3.
struct ResponseHead: Sendable, Hashable {
  /// How the end of the body is known.
  enum Framing: Sendable, Hashable {
    /// It ends with the connection: what Go answers to an HTTP/1.0 request.
    case untilClose
    /// It has so many bytes.
    case length(Int64)
    /// It comes in chunks, which a proxy may do although we did not ask for it.
    case chunked
  }

  /// The status, 100 to 999.
  var status: Int
  /// How the body is delimited.
  var framing: Framing

  /// Why a head was refused.
  struct Malformed: Error, Hashable {
    /// What is wrong with it.
    var reason: String
  }

  /// Parses the bytes of a head, up to and with the empty line.
  init(parsing head: some Collection<UInt8>) throws(Malformed) {
    let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
    guard let first = lines.first, let status = Self.status(of: first) else {
      throw Malformed(reason: "its first line is not that of HTTP/1")
    }
    self.status = status
    framing = .untilClose
    for line in lines.dropFirst() {
      guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")) else {
        throw Malformed(reason: "a header has no colon")
      }
      let value = String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }).lowercased()
      try take(name: line[..<colon].lowercased(), value: value)
    }
  }

  private mutating func take(name: String, value: String) throws(Malformed) {
    switch name {
    case "transfer-encoding":
      guard value == "chunked" else {
        throw Malformed(reason: "it uses a transfer encoding other than chunked")
      }
      framing = .chunked
    case "content-length":
      guard let length = Int64(value), length >= 0 else { throw Malformed(reason: "its length is no number") }
      // Chunks win over a length, RFC 9112 section 6.3.
      if framing != .chunked { framing = .length(length) }
    case "content-encoding":
      guard value == "identity" else {
        throw Malformed(reason: "its body is compressed, which was not asked for")
      }
    default: break
    }
  }

  private static func status(of line: Substring) -> Int? {
    let parts = line.split(separator: " ", maxSplits: 2)
    guard parts.count >= 2, parts[0] == "HTTP/1.1" || parts[0] == "HTTP/1.0", parts[1].utf8.count == 3 else {
      return nil
    }
    return Int(parts[1]).flatMap { $0 >= 100 ? $0 : nil }
  }
}

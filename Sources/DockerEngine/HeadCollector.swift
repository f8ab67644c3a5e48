/// Gathers the bytes of a response head until its empty line.
struct HeadCollector: Sendable {
  /// The most bytes a head may have.
  static let longestHead = 64 << 10

  private var bytes: [UInt8] = []

  /// Takes the next bytes of the connection.
  ///
  /// - Returns: the head and how many of these bytes belonged to it; nil while it is not complete.
  /// - Throws: ``ResponseHead/Malformed``; early, too, when the bytes can't become a head of HTTP/1.
  mutating func consume(_ span: RawSpan) throws(ResponseHead.Malformed) -> (head: ResponseHead, used: Int)? {
    for index in 0..<span.byteCount {
      let byte = span.unsafeLoad(fromByteOffset: index, as: UInt8.self)
      if bytes.count < Self.start.count, byte != Self.start[bytes.count] {
        throw ResponseHead.Malformed(reason: "it does not begin with HTTP/1")
      }
      guard bytes.count < Self.longestHead else {
        throw ResponseHead.Malformed(reason: "its head is longer than \(Self.longestHead) bytes")
      }
      bytes.append(byte)
      guard byte == UInt8(ascii: "\n"), bytes.suffix(4).elementsEqual(Self.end) else { continue }
      let head = try ResponseHead(parsing: bytes)
      bytes.removeAll()
      return (head, index + 1)
    }
    return nil
  }

  private static let start = Array("HTTP/1.".utf8)
  private static let end = Array("\r\n\r\n".utf8)
}

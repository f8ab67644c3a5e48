/// The id of a container, as the engine gave it, or its name.
public struct ContainerID: Sendable, Hashable, CustomStringConvertible {
  /// The id's text.
  public let text: String

  /// Takes an id or a name as it is.
  public init(_ text: String) {
    self.text = text
  }

  /// The whole id.
  public var description: String { text }

  /// The id as people see it: 12 digits of the engine's 64, or the whole name.
  public var short: String {
    let isID = text.utf8.count == 64 && text.utf8.allSatisfy(Self.isHexDigit)
    return isID ? String(text.prefix(12)) : text
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}

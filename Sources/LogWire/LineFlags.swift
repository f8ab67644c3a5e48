/// What is known of a line beside its bytes.
///
/// The message of a line never contains its line end, so these bits are what makes `raw` output exact. They
/// are stored as they are (`flags` in docs/store-format.md); a bit is never reused for something else.
package struct LineFlags: OptionSet, Sendable, Hashable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The line ended with `\n`.
  package static let lf = LineFlags(rawValue: 1 << 0)
  /// The line ended with `\r\n`. Neither this nor ``lf``: it ended with the stream, or was cut.
  package static let crlf = LineFlags(rawValue: 1 << 1)
  /// The line was longer than the limit: the next line of this stream continues it.
  package static let cut = LineFlags(rawValue: 1 << 2)
  /// This line continues one that was cut.
  package static let continuation = LineFlags(rawValue: 1 << 3)
  /// The Engine gave no timestamp that could be read; the time is that of the reading.
  package static let unstamped = LineFlags(rawValue: 1 << 4)

  /// The bytes that ended the line in the container's stream.
  package var lineEnd: StaticString {
    if contains(.crlf) { return "\r\n" }
    if contains(.lf) { return "\n" }
    return ""
  }
}

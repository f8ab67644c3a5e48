/// Cuts the stream of events into single JSON texts, however the bytes arrive.
///
/// Both engines write one object a line (Go's `json.Encoder`, which never puts a line end inside an object). A line
/// may be at most ``longestEvent`` bytes long, which bounds the memory used.
package struct EventDecoder: Sendable {
  /// The most bytes one event may have. Labels are among its attributes, so events are small, but not tiny.
  package static let longestEvent = 1 << 20

  private var pending: [UInt8] = []

  /// Begins at the beginning of a stream.
  package init() {}

  /// Takes the next bytes.
  ///
  /// - Returns: the complete JSON texts, in order, without the line ends; empty lines are left out.
  /// - Throws: ``TooLong`` when a line passes ``longestEvent``; the stream can't be used any further then.
  package mutating func consume(_ bytes: some Sequence<UInt8>) throws(TooLong) -> [[UInt8]] {
    var complete: [[UInt8]] = []
    for byte in bytes {
      if byte == UInt8(ascii: "\n") {
        if !pending.isEmpty { complete.append(pending) }
        pending.removeAll(keepingCapacity: true)
      } else {
        guard pending.count < Self.longestEvent else { throw TooLong() }
        pending.append(byte)
      }
    }
    return complete
  }

  /// A line of the stream is longer than any event.
  package struct TooLong: Error {}
}

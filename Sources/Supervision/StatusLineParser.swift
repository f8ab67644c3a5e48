/// Splits what comes from a status pipe into messages.
///
/// Incremental: input split at any byte gives the same messages. A line longer than ``lineLimit`` is dropped, so that a child
/// gone wild can't fill our memory.
package struct StatusLineParser {
  /// The most bytes of a line.
  package static let lineLimit = 4096

  private var rest: [UInt8] = []
  private var isSkipping = false

  package init() {}

  /// Takes the next bytes; returns the messages that are complete.
  package mutating func consume(_ bytes: some Sequence<UInt8>) -> [StatusMessage] {
    var messages: [StatusMessage] = []
    for byte in bytes {
      guard byte != UInt8(ascii: "\n") else {
        if !isSkipping, let message = StatusMessage(line: rest) { messages.append(message) }
        rest.removeAll(keepingCapacity: true)
        isSkipping = false
        continue
      }
      if rest.count < Self.lineLimit { rest.append(byte) } else { isSkipping = true }
    }
    return messages
  }
}

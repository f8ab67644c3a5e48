package import LogQuery
internal import LogWire

/// `-o raw`: the bytes of each message and the line end it came with, so that the lines of one container's stream make up what it
/// wrote, byte for byte. A line that had no end gets none.
package struct RawHitFormatter: HitFormatter {
  package init() {}

  package func append(_ hit: Hit, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: hit.message)
    hit.flags.lineEnd.withUTF8Buffer { lineEnd in unsafe bytes.append(contentsOf: lineEnd) }
  }

  package func append(context line: Hit, to bytes: inout [UInt8]) { append(line, to: &bytes) }

  /// Nothing: it would be taken for a line.
  package func appendGap(to bytes: inout [UInt8]) {}
}

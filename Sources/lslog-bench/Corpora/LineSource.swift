internal import LogWire

/// What one container prints: lines without end, the same for the same seed. One file for each kind.
protocol LineSource {
  /// Adds the bytes of the next line, which holds no line feed, without a line end.
  ///
  /// - Parameter time: when it is printed, for logs that say so themselves.
  mutating func appendLine(at time: Timestamp, to bytes: inout [UInt8])
}

/// A source of lines that are text.
protocol TextSource: LineSource {
  /// The next line.
  mutating func line(at time: Timestamp) -> String
}

extension TextSource {
  mutating func appendLine(at time: Timestamp, to bytes: inout [UInt8]) {
    bytes.append(contentsOf: line(at: time).utf8)
  }
}

/// Consecutive lines of one container: one byte buffer, and one small record for each line.
///
/// Nothing is allocated for a line beyond the growth of the two arrays, and a batch that is reused
/// (``removeAll()``) keeps its memory.
package struct LineBatch: Sendable, Equatable {
  /// One line's place and properties. 16 bytes.
  package struct Line: Sendable, Equatable {
    package var time: Timestamp
    /// Where the message ends in ``LineBatch/bytes``; it begins where the line before it ends.
    package var end: UInt32
    package var stream: LogStream
    package var flags: LineFlags
  }

  /// The messages, one after the other, without line ends. At most `UInt32.max` bytes.
  package private(set) var bytes: [UInt8] = []
  package private(set) var lines: [Line] = []

  package init() {}

  package var count: Int { lines.count }
  package var isEmpty: Bool { lines.isEmpty }

  /// The byte range of the message of line `index`.
  @inline(__always)
  package func range(of index: Int) -> Range<Int> {
    let start = index == 0 ? 0 : Int(lines[index - 1].end)
    return start..<Int(lines[index].end)
  }

  /// The message of line `index`, copied. For tests and slow paths.
  package func message(_ index: Int) -> [UInt8] {
    Array(bytes[range(of: index)])
  }

  /// Adds a line.
  @inline(__always)
  package mutating func append(message: RawSpan, time: Timestamp, stream: LogStream, flags: LineFlags) {
    bytes.append(message)
    lines.append(Line(time: time, end: UInt32(bytes.count), stream: stream, flags: flags))
  }

  /// Adds lines `range` of another batch.
  package mutating func append(_ other: LineBatch, lines range: Range<Int>) {
    guard let first = range.first else { return }
    let start = other.range(of: first).lowerBound
    let end = Int(other.lines[range.upperBound - 1].end)
    let shift = bytes.count - start
    bytes.append(contentsOf: other.bytes[start..<end])
    lines.reserveCapacity(lines.count + range.count)
    for index in range {
      var line = other.lines[index]
      line.end = UInt32(Int(line.end) + shift)
      lines.append(line)
    }
  }

  /// Reserves room, for a batch whose size is known beforehand.
  package mutating func reserve(lines lineCount: Int, bytes byteCount: Int) {
    lines.reserveCapacity(lineCount)
    bytes.reserveCapacity(byteCount)
  }

  /// Removes all lines, keeping the memory.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    lines.removeAll(keepingCapacity: true)
  }
}

package import LineContent
internal import LogBlocks
package import LogWire

/// How many lines of a block have each level, by stream.
package struct LevelCounts: Sendable, Equatable {
  private static let levels = Level.allCases.count + 1

  /// Of stdout and then of stderr: without a level, then by level, rising.
  private var counts = [Int](repeating: 0, count: 2 * levels)

  package init() {}

  mutating func add(_ level: UInt8, _ stream: LogStream) {
    counts[(stream == .stderr ? Self.levels : 0) + Int(level)] += 1
  }

  /// How many lines have a level.
  ///
  /// - Parameters:
  ///   - level: nil: those without one.
  ///   - stream: nil: of both.
  package func count(_ level: Level?, _ stream: LogStream? = nil) -> Int {
    let index = Int(level?.rawValue ?? 0)
    let (stdout, stderr) = (counts[index], counts[Self.levels + index])
    return stream == nil ? stdout + stderr : stream == .stdout ? stdout : stderr
  }

  /// Varints, without the zeros at the end.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for count in counts[..<((counts.lastIndex { $0 > 0 } ?? -1) + 1)] {
      Varint.append(UInt64(count), to: &bytes)
    }
    return bytes
  }

  /// Reads ``bytes``; nil if they are none.
  init?(_ bytes: RawSpan) {
    var offset = 0
    var index = 0
    while offset < bytes.byteCount {
      guard index < counts.count, let count = Varint.read(bytes, at: &offset), count <= UInt64(UInt32.max)
      else {
        return nil
      }
      counts[index] = Int(count)
      index += 1
    }
  }
}

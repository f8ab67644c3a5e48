internal import Synchronization

/// Keeps the last lines that it is given, cut at 1 KiB.
final class LineTail: Sendable {
  private let limit: Int
  private let kept = Mutex<[[UInt8]]>([])

  /// - Parameter limit: how many lines are kept.
  init(limit: Int) {
    self.limit = limit
  }

  /// The lines, without their ends.
  var lines: [[UInt8]] { kept.withLock { $0 } }

  /// Adds a line.
  func add(_ line: [UInt8]) {
    var line = Array(line.prefix(1024))
    while line.last == 0x0A || line.last == 0x0D { line.removeLast() }
    kept.withLock { kept in
      if kept.count == limit { kept.removeFirst() }
      kept.append(line)
    }
  }
}

package import LogQuery

/// Stops a search after so many bytes of messages, those of context among them.
package struct MessageLimit: Sendable {
  private var left: Int64
  /// Whether a line was refused, so that there is more than was given.
  package private(set) var isReached = false

  /// - Parameter bytes: how many bytes the messages may have together; nil: any number.
  package init(bytes: Int64?) {
    left = bytes ?? .max
  }

  /// Whether a line is within the limit. None is after the first that was not.
  package mutating func admits(_ line: SearchLine) -> Bool {
    switch line {
    case .gap: return !isReached
    case .hit(let hit), .context(let hit):
      let size = Int64(hit.message.count)
      isReached = isReached || size > left
      if !isReached { left -= size }
      return !isReached
    }
  }
}

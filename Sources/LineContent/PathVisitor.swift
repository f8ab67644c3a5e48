internal import LogWire

/// Follows one ``FieldPath`` and asks a condition of each value at its end.
struct PathVisitor<Condition: FieldCondition>: FieldVisitor {
  private let path: FieldPath
  private let condition: Condition
  /// How many bytes of the path are behind.
  private(set) var mark = 0
  /// The first value that the condition holds for.
  private(set) var found: FieldValue?

  init(path: FieldPath, condition: Condition) {
    self.path = path
    self.condition = condition
  }

  /// How a key continues the path so far.
  private enum Step {
    case elsewhere
    /// The rest of the path is the key.
    case end
    /// The path goes on behind the key, of this length.
    case part(Int)
    /// The key goes on behind the path: what is looked for is like an object that has the rest of the key in it.
    case beyond
  }

  mutating func enter(key: FieldValue, in line: RawSpan) -> FieldInterest {
    let step = key.isEscaped ? step(key.text(in: line).span.bytes) : step(line.extracting(key.range))
    switch step {
    case .elsewhere: return FieldInterest(takesValue: false, descends: false)
    case .end: return FieldInterest(takesValue: true, descends: false)
    case .part(let length):
      mark += length + 1
      return FieldInterest(takesValue: false, descends: true)
    case .beyond:
      _ = take(FieldValue(kind: .object, range: key.range), in: line)
      return FieldInterest(takesValue: false, descends: false)
    }
  }

  private func step(_ key: RawSpan) -> Step {
    let rest = path.bytes.count - mark
    for offset in 0..<min(rest, key.byteCount) {
      let byte = key.byte(at: offset)
      let folded = path.isCaseSensitive ? byte : TokenBytes.lowercased(byte)
      if folded != path.bytes[mark + offset] { return .elsewhere }
    }
    if key.byteCount == rest { return .end }
    if key.byteCount > rest { return key.byte(at: rest) == UInt8(ascii: ".") ? .beyond : .elsewhere }
    let isWholeKey = path.bytes[mark + key.byteCount] == UInt8(ascii: ".") && key.byteCount + 1 < rest
    return isWholeKey ? .part(key.byteCount) : .elsewhere
  }

  mutating func leave(to mark: Int) { self.mark = mark }

  mutating func take(_ value: FieldValue, in line: RawSpan) -> Bool {
    guard condition.holds(for: value, in: line) else { return false }
    found = found ?? value
    return true
  }
}

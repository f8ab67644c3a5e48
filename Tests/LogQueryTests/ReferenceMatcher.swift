import LogQuery

/// What a query means, written as plainly as possible and without regard to speed.
enum ReferenceMatcher {
  static func matches(_ expression: QueryExpression, _ line: [UInt8]) -> Bool {
    switch expression {
    case .all: true
    case .word(let bytes): tokens(of: line).contains(bytes)
    case .prefix(let bytes): tokens(of: line).contains { $0.starts(with: bytes) }
    case .literal(let bytes): contains(line, bytes, open: false)
    case .literalPrefix(let bytes): contains(line, bytes, open: true)
    case .not(let operand): !matches(operand, line)
    case .and(let operands): operands.allSatisfy { matches($0, line) }
    case .or(let operands): operands.contains { matches($0, line) }
    }
  }

  /// The lower-cased tokens of a line.
  static func tokens(of line: [UInt8]) -> [[UInt8]] {
    lowercased(line).split { !isToken($0) }.map(Array.init)
  }

  private static func contains(_ line: [UInt8], _ bytes: [UInt8], open: Bool) -> Bool {
    guard line.count >= bytes.count else { return false }
    let line = lowercased(line)
    return (0...line.count - bytes.count).contains { start in
      let end = start + bytes.count
      guard Array(line[start..<end]) == bytes else { return false }
      let beginsInside = start > 0 && isToken(line[start - 1]) && isToken(bytes[0])
      let endsInside = end < line.count && isToken(line[end]) && isToken(bytes[bytes.count - 1])
      return !beginsInside && (open || !endsInside)
    }
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    byte >= 0x80 || "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_".utf8.contains(byte)
  }

  private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
  }
}

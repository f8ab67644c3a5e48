import LineContent
import LogQuery
import LogStore
import LogWire
import Patterns

/// What a query means, written as plainly as possible and without regard to speed.
struct ReferenceMatcher {
  var isCaseSensitive = false
  var container = ContainerInfo(id: "", name: "")
  var stream = LogStream.stdout

  func matches(_ expression: QueryExpression, _ line: [UInt8]) -> Bool {
    switch expression {
    case .all: true
    case .word(let bytes): tokens(of: line).contains(bytes)
    case .prefix(let bytes): tokens(of: line).contains { $0.starts(with: bytes) }
    case .suffix(let bytes): contains(line, bytes, goesOnBefore: true, open: false)
    case .substring(let bytes): contains(line, bytes, goesOnBefore: true, open: true)
    case .literal(let bytes): contains(line, bytes, goesOnBefore: false, open: false)
    case .literalPrefix(let bytes): contains(line, bytes, goesOnBefore: false, open: true)
    case .regex(let expression): Self.matches(expression, line)
    case .level(let test): test.accepts(Level.find(in: line.span.bytes))
    case .field(let path, let test): fields(path, in: line).contains { holds(test, $0.isNull, $0.text) }
    case .container(let pattern): pattern.matches(id: container.id, name: container.name)
    case .project(let glob): container.project.map(glob.matches) == true
    case .resource(let glob): container.resource.map(glob.matches) == true
    case .stream(let stream): stream == self.stream
    case .not(let operand): !matches(operand, line)
    case .and(let operands): operands.allSatisfy { matches($0, line) }
    case .or(let operands): operands.contains { matches($0, line) }
    }
  }

  /// The tokens of a line, lower-cased unless case matters.
  func tokens(of line: [UInt8]) -> [[UInt8]] {
    folded(line).split { !Self.isToken($0) }.map(Array.init)
  }

  private func contains(_ line: [UInt8], _ bytes: [UInt8], goesOnBefore: Bool, open: Bool) -> Bool {
    guard line.count >= bytes.count else { return false }
    let line = folded(line)
    return (0...line.count - bytes.count).contains { start in
      let end = start + bytes.count
      guard line[start] == bytes[0], line[start..<end] == bytes[...] else { return false }
      let beginsInside = start > 0 && Self.isToken(line[start - 1]) && Self.isToken(bytes[0])
      let endsInside = end < line.count && Self.isToken(line[end]) && Self.isToken(bytes[bytes.count - 1])
      return (goesOnBefore || !beginsInside) && (open || !endsInside)
    }
  }

  private static func matches(_ expression: RegularExpression, _ bytes: [UInt8]) -> Bool {
    if case .match = expression.firstMatch(in: bytes.span.bytes) { true } else { false }
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default: false
    }
  }

  private func folded(_ bytes: [UInt8]) -> [UInt8] {
    isCaseSensitive ? bytes : bytes.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
  }
}

extension ReferenceMatcher {
  private struct Value {
    var isNull: Bool
    /// Nil: an object.
    var text: [UInt8]?
  }

  /// From the list of all fields; an object is there if something in it is.
  private func fields(_ path: FieldPath, in line: [UInt8]) -> [Value] {
    var values: [Value] = []
    LineFields.forEach(in: line.span.bytes) { name, value in
      let name = folded((0..<name.byteCount).map { name.byte(at: $0) })
      if name == path.bytes {
        values.append(Value(isNull: value.kind == .null, text: value.text(in: line.span.bytes)))
      } else if name.starts(with: path.bytes + Array(".".utf8)) {
        values.append(Value(isNull: false, text: nil))
      }
      return false
    }
    return values
  }

  private func holds(_ test: FieldTest, _ isNull: Bool, _ text: [UInt8]?) -> Bool {
    if test == .exists { return !isNull }
    guard let text else { return false }
    let string = String(decoding: text, as: UTF8.self)
    switch test {
    case .exists: return true
    case .text(let pattern): return Self.fits(folded(text)[...], pattern.parts[...], isFirst: true)
    case .decimal(let decimal):
      guard !string.lowercased().contains("e"), FieldNumber(string) != nil else { return false }
      return Double(string) == Double(decimal.description)
    case .number(let comparison, let number):
      return FieldNumber(string).map { comparison.holds($0, number) } == true
    case .regex(let expression): return Self.matches(expression, text)
    }
  }

  /// Tries all places for each part.
  private static func fits(_ text: ArraySlice<UInt8>, _ parts: ArraySlice<[UInt8]>, isFirst: Bool) -> Bool {
    guard let part = parts.first else { return text.isEmpty }
    let isLast = parts.count == 1
    return (0...text.count).contains { skipped in
      if isFirst && skipped > 0 { return false }
      let rest = text.dropFirst(skipped)
      guard rest.starts(with: part) else { return false }
      let behind = rest.dropFirst(part.count)
      return isLast ? behind.isEmpty : fits(behind, parts.dropFirst(), isFirst: false)
    }
  }
}

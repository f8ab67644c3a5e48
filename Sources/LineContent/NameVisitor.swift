internal import LogWire

/// Gives each value that is no object and no array, with the name of its field.
struct NameVisitor: FieldVisitor {
  private let body: (RawSpan, FieldValue) -> Bool
  /// The keys on the way down, joined by dots.
  private var name: [UInt8] = []

  init(_ body: @escaping (RawSpan, FieldValue) -> Bool) {
    self.body = body
  }

  var mark: Int { name.count }

  mutating func enter(key: FieldValue, in line: RawSpan) -> FieldInterest {
    if !name.isEmpty { name.append(UInt8(ascii: ".")) }
    if key.isEscaped {
      name += key.text(in: line)
    } else {
      name.append(line.extracting(key.range))
    }
    return FieldInterest(takesValue: true, descends: true)
  }

  mutating func leave(to mark: Int) { name.removeLast(name.count - mark) }

  mutating func take(_ value: FieldValue, in line: RawSpan) -> Bool {
    body(name.span.bytes, value)
  }
}

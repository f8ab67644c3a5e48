internal import LineContent
internal import LogWire

/// The values of a field of one line that have a text: those that a test of the field for equality is asked of.
///
/// Objects, arrays as such and null have none.
final class FieldValues: FieldCondition {
  private var found: [FieldValue] = []

  /// The different texts.
  static func texts(of path: FieldPath, in line: RawSpan) -> [[UInt8]] {
    let places = places(of: path, in: line)
    if places.count == 1 { return [places[0].text(in: line)] }
    var texts: [[UInt8]] = []
    for place in places {
      let text = place.text(in: line)
      if !texts.contains(text) { texts.append(text) }
    }
    return texts
  }

  /// All of them, in their order.
  static func places(of path: FieldPath, in line: RawSpan) -> [FieldValue] {
    let values = FieldValues()
    _ = LineFields.contains(path, in: line, where: values)
    return values.found
  }

  /// False, so that all values are given.
  func holds(for value: FieldValue, in line: RawSpan) -> Bool {
    switch value.kind {
    case .object, .array, .null: break
    case .string, .number, .boolean: found.append(value)
    }
    return false
  }
}

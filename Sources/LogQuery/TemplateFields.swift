internal import LineContent
internal import LogBlocks
internal import LogWire

/// What a template tells of the fields of its lines.
///
/// Where fields begin and end depends on the bytes between tokens alone, unless there is a backslash, and these bytes are the template's. So
/// a template whose variables are replaced by another token has the same fields as its lines, and the same names, as far as
/// no variable stands in one.
enum TemplateFields {
  /// The values of a field in the lines of a template.
  enum Values {
    /// All lines have these; none: no line has the field.
    case same([[UInt8]])
    /// Each line has one, which stands for this range of the template.
    case part(Range<Int>, isQuoted: Bool)
    /// Only the lines can tell.
    case differ
  }

  /// Where a test of a field of a template's lines has to look.
  enum Place {
    /// All lines have the same values, those that this line has.
    case anyLine([UInt8])
    /// Each line has one, which stands for this part of the template.
    case part(FieldPart)
    /// Only the lines can tell.
    case line
  }

  /// Stands for a variable: a byte of tokens that text in UTF-8 does not have.
  private static let variable: UInt8 = 0xFF

  /// The names of the fields, each once; nil if only the lines can tell.
  static func names(in template: [UInt8]) -> [[UInt8]]? {
    guard let sample = sample(of: template) else { return nil }
    var names: [[UInt8]] = []
    var isKnown = true
    LineFields.forEach(in: sample.span.bytes) { name, _ in
      let name = name.copied
      isKnown = !name.contains(variable)
      if !names.contains(name) { names.append(name) }
      return !isKnown
    }
    return isKnown ? names : nil
  }

  /// The values of a field.
  static func values(of path: FieldPath, in template: [UInt8]) -> Values {
    guard names(in: template) != nil, let sample = sample(of: template) else { return .differ }
    let places = FieldValues.places(of: path, in: sample.span.bytes)
    let values = places.map { sample[$0.range] }
    guard values.contains(where: { $0.contains(variable) }) else {
      return .same(Array(Set(values.map { Array($0) })))
    }
    guard places.count == 1 else { return .differ }
    let range = places[0].range
    return .part(range, isQuoted: isQuoted(range, in: template))
  }

  /// Where the values of a field stand, null among them.
  static func place(of path: FieldPath, in template: [UInt8]) -> Place {
    guard let sample = sample(of: template), names(in: template) != nil else { return .line }
    let occurrences = FieldOccurrences()
    _ = LineFields.contains(path, in: sample.span.bytes, where: occurrences)
    let scalars = occurrences.found.filter { $0.kind != .object && $0.kind != .array }
    guard scalars.contains(where: { sample[$0.range].contains(variable) }) else { return .anyLine(sample) }
    guard occurrences.found.count == 1 else { return .line }
    let range = scalars[0].range
    return .part(FieldPart(range: range, isQuoted: isQuoted(range, in: template)))
  }

  /// A value without quotes may turn out to be null.
  private static func isQuoted(_ range: Range<Int>, in template: [UInt8]) -> Bool {
    guard range.lowerBound > 0, range.upperBound < template.count else { return false }
    let mark = template[range.lowerBound - 1]
    return mark == template[range.upperBound] && (mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'"))
  }

  /// The template as a line; nil if its fields need not be those of its lines.
  private static func sample(of template: [UInt8]) -> [UInt8]? {
    guard template != TemplateSyntax.rawTemplate, !template.contains(UInt8(ascii: "\\")),
      !template.contains(variable)
    else { return nil }
    return template.map { $0 == TemplateSyntax.placeholder ? variable : $0 }
  }
}

/// Where in a template the value of a field stands.
struct FieldPart: Sendable {
  let range: Range<Int>
  let isQuoted: Bool

  /// What a line has there, as the value of its field.
  func value(_ bytes: RawSpan) -> FieldValue {
    let isNull = !isQuoted && bytes.withUnsafeBytes { $0.elementsEqual("null".utf8) }
    return FieldValue(kind: isNull ? .null : .string, range: 0..<bytes.byteCount)
  }
}

/// All that stands as a field's value, whatever it is.
private final class FieldOccurrences: FieldCondition {
  private(set) var found: [FieldValue] = []

  /// False, so that all values are given.
  func holds(for value: FieldValue, in line: RawSpan) -> Bool {
    found.append(value)
    return false
  }
}

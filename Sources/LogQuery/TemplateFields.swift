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

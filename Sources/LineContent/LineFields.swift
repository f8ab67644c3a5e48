/// The fields of a line: those of JSON objects, and pairs `key=value` as logfmt has them.
///
/// An object may stand anywhere in the line; that of a pair is the pair's value. A pair's key is a run of token bytes and
/// `.`, `-`, `@`, `/`, at the begin of the line or behind a space or one of `,;{([|`. Its value is text in quotes (`\"` for a
/// mark inside), or reaches to the next space, without commas and semicolons at its end, and without closing brackets there
/// if it opens none.
///
/// The line may be any bytes. Nothing is thrown: what can't be read has no fields. Complexity: O(line).
package enum LineFields {
  /// True if the condition holds for a value of the field: one of them if it stands there several times or is an array.
  package static func contains(
    _ path: FieldPath, in line: RawSpan, where condition: some FieldCondition
  ) -> Bool {
    value(of: path, in: line, where: condition) != nil
  }

  /// The first value of the field that the condition holds for; nil if there is none.
  package static func value(
    of path: FieldPath, in line: RawSpan, where condition: some FieldCondition
  ) -> FieldValue? {
    var visitor = PathVisitor(path: path, condition: condition)
    FieldScanner.read(line, &visitor)
    return visitor.found
  }

  /// The first value of the field; nil if the line has no such field.
  package static func value(of path: FieldPath, in line: RawSpan) -> FieldValue? {
    value(of: path, in: line, where: AnyValue())
  }

  /// Gives all fields in order to `body`, until it returns true.
  ///
  /// A field in an object has the keys before it in its name, joined by dots. Each element of an array is given under the
  /// array's name. Objects and arrays are not given themselves.
  package static func forEach(
    in line: RawSpan, _ body: (_ name: RawSpan, _ value: FieldValue) -> Bool
  ) {
    withoutActuallyEscaping(body) { body in
      var visitor = NameVisitor(body)
      FieldScanner.read(line, &visitor)
    }
  }
}

/// Holds for every value.
private struct AnyValue: FieldCondition {
  func holds(for value: FieldValue, in line: RawSpan) -> Bool { true }
}

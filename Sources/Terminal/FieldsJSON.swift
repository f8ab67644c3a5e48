package import LogQuery

/// `lslog search --fields -o json`: one object a field.
///
/// Keys: `field`, `count` and `share` (how many hits have it, and of all hits, 0 to 1), `examples` (some values).
package enum FieldsJSON {
  /// The lines, each with its end; nothing without fields.
  package static func text(_ report: FieldReport) -> String {
    var bytes: [UInt8] = []
    for field in report.fields {
      var object = JSONObjectWriter(takingOver: &bytes)
      object.add("field", field.name.span)
      object.add("count", Int64(field.count))
      object.add("share", fraction: Share.rounded(field.count, of: report.hits))
      object.add("examples", field.examples)
      bytes = object.finish()
      bytes.append(UInt8(ascii: "\n"))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

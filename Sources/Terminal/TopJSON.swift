package import LogQuery

/// `lslog search --top -o json`: one object a value, and after these one for all others and one for hits without a value, if there
/// are such.
///
/// | key | value |
/// |---|---|
/// | `field` | what was asked for |
/// | `value` | bytes that are not UTF-8 as U+FFFD each |
/// | `value_base64` | the exact bytes, only if they are not UTF-8 |
/// | `others` | instead of `value`: how many further values there are, at least |
/// | `missing` | instead of `value`: `true` |
/// | `count`, `share` | how many hits, and of all hits, 0 to 1 |
package enum TopJSON {
  /// The lines, each with its end.
  package static func text(_ top: TopReport) -> String {
    var bytes: [UInt8] = []
    for value in top.values {
      append(top, value.count, to: &bytes) { object in
        if !object.add("value", value.text.span) { object.addBase64("value_base64", value.text.span) }
      }
    }
    if top.otherCount > 0 {
      append(top, top.otherCount, to: &bytes) { $0.add("others", Int64(top.others)) }
    }
    if top.missing > 0 { append(top, top.missing, to: &bytes) { $0.add("missing", true) } }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(
    _ top: TopReport, _ count: Int, to bytes: inout [UInt8], _ addValue: (inout JSONObjectWriter) -> Void
  ) {
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add("field", top.field)
    addValue(&object)
    object.add("count", Int64(count))
    object.add("share", fraction: Share.rounded(count, of: top.hits))
    bytes = object.finish()
    bytes.append(UInt8(ascii: "\n"))
  }
}

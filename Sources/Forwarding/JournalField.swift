/// Names of journal fields made from names of labels.
///
/// Source: systemd.journal-fields(7) and `journal_field_valid` in systemd: A–Z, 0–9 and `_`, not beginning with `_` or
/// a digit, at most 64 characters.
package enum JournalField {
  /// Before the name of a label: a label can't take the name of another field, least of all a trusted one.
  package static let labelPrefix = "CONTAINER_LABEL_"
  private static let maximumLength = 64

  /// The field that carries a label; different labels may share one.
  package static func name(ofLabel label: String) -> String {
    var name = labelPrefix
    for byte in label.utf8 {
      guard name.utf8.count < maximumLength else { break }
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): name.unicodeScalars.append(Unicode.Scalar(byte & ~0x20))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      default: name += "_"
      }
    }
    return name
  }
}

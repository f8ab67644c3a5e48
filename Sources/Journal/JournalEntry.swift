/// The fields of a journal entry, `NAME=value`, one after the other in one buffer.
package struct JournalEntry: Sendable, Hashable {
  package private(set) var bytes: [UInt8] = []
  /// Where each field ends in ``bytes``.
  package private(set) var ends: [Int] = []

  package init() {}

  /// Adds a field.
  ///
  /// - Parameters:
  ///   - name: see systemd.journal-fields(7): A–Z, 0–9 and `_`, not beginning with `_` or a digit.
  ///   - value: appends its bytes to the buffer; any bytes will do.
  package mutating func add(_ name: String, _ value: (inout [UInt8]) -> Void) {
    bytes.append(contentsOf: name.utf8)
    bytes.append(UInt8(ascii: "="))
    value(&bytes)
    ends.append(bytes.count)
  }

  /// Adds a field with text.
  package mutating func add(_ name: String, _ value: String) {
    add(name) { $0.append(contentsOf: value.utf8) }
  }

  /// Adds a field with text, if there is any.
  package mutating func add(_ name: String, ifThere value: String?) {
    if let value, !value.isEmpty { add(name, value) }
  }

  /// Leaves only the first `count` fields.
  package mutating func keepFirst(_ count: Int) {
    precondition(count <= ends.count, "\(count) fields are wanted of \(ends.count)")
    ends.removeLast(ends.count - count)
    bytes.removeLast(bytes.count - (ends.last ?? 0))
  }
}

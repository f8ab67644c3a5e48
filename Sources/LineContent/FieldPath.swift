internal import LogWire

/// The name of a field: the keys on the way to it, joined by dots.
///
/// `user.id` is the `id` in the object `user` as well as a field whose key is `user.id`: whether a dot stands in a key or
/// between two makes no difference. An array is passed through: `items.id` is the `id` of each object in `items`.
package struct FieldPath: Sendable, Hashable {
  /// The name; in small letters (ASCII) unless case matters.
  package let bytes: [UInt8]
  /// Whether capitals are other letters than small ones.
  package let isCaseSensitive: Bool

  /// - Parameter name: not empty.
  package init(_ name: [UInt8], isCaseSensitive: Bool = false) {
    precondition(!name.isEmpty, "a field has a name")
    bytes = isCaseSensitive ? name : TokenBytes.lowercased(name)
    self.isCaseSensitive = isCaseSensitive
  }
}

extension FieldPath: CustomStringConvertible {
  /// The name.
  package var description: String { String(decoding: bytes, as: UTF8.self) }
}

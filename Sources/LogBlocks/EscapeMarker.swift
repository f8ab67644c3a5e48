internal import Glibc
internal import TokenIndex

/// What the index has of a block where a character from U+0000 to U+00FF may be written as JSON's `\u00…`: there a word may stand that
/// none of the tokens is.
package enum EscapeMarker {
  /// What such an escape begins with, as if it were a token; no token has these bytes.
  package static let bytes: [UInt8] = Array(#"\u00"#.utf8)

  /// The key of the blocks with such an escape.
  package static let key = TokenKey.token(bytes.span.bytes)

  /// Whether there is such an escape in `count` bytes of text.
  static func isIn(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
    let end = text + count
    var place = text
    while end - place >= bytes.count, let found = memchr(place, Int32(bytes[0]), end - place - 3) {
      place = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
      if memcmp(place, Self.bytes, Self.bytes.count) == 0 { return true }
      place += 1
    }
    return false
  }
}

/// How the data of a block is laid out. Stored in `blocks.codec`; a number is never given to another layout.
package enum BlockCodecID: Int64 {
  /// Text whose words are in `words`.
  case text = 1
  case template = 2
  /// Text with so many different words that all its tokens are keys.
  case keyedText = 3
}

/// A block that can't be decoded, and what is wrong with it.
package struct BlockDamage: Error {
  package let what: String
  /// It names a template that its reader does not know, or not yet.
  package let isUnknownTemplate: Bool

  package init(_ what: String, isUnknownTemplate: Bool = false) {
    self.what = what
    self.isUnknownTemplate = isUnknownTemplate
  }
}

internal import LineContent
internal import LogStore

/// Text that stands in each hit, byte for byte but for the case of ASCII letters.
struct RequiredText {
  var bytes: [UInt8]
  /// A token that the text begins with does not begin before it. So it is where a token rule, a sign or the line's begin says
  /// so.
  var isClosedBefore = true
  /// A token that the text ends with does not go on behind it.
  var isClosedAfter = true

  init(_ bytes: [UInt8], isClosedBefore: Bool = true, isClosedAfter: Bool = true) {
    self.bytes = bytes
    self.isClosedBefore = isClosedBefore
    self.isClosedAfter = isClosedAfter
  }

  /// The tokens that a block must have: whole ones, and the beginning of one that may go on. What a token ends with is
  /// nothing that the index can be asked for.
  var requirement: TokenRequirement { requirement { _ in true } }

  /// As ``requirement``, but only of the tokens that `isCertain`, given their place, lets through.
  func requirement(of isCertain: (Range<Int>) -> Bool) -> TokenRequirement {
    let parts = TokenBytes.ranges(in: bytes).map { range -> TokenRequirement in
      guard isCertain(range), range.lowerBound > 0 || isClosedBefore else { return .any }
      let token = TokenBytes.lowercased(bytes[range])
      let isWhole = range.upperBound < bytes.count || isClosedAfter
      return isWhole ? .word(token) : .prefix(token)
    }
    return .conjunction(parts)
  }
}

internal import LineContent
internal import LogStore

extension WordExpression {
  /// What a line with such a field must have: the words of the field's name, and those of its value as far as they are known.
  ///
  /// In a string of JSON any character may be written as an escape: `\u0041` for `A`, or, what is common, `\u00e9` for `é`.
  /// So a block with an escape may hold a hit, too, and words of other
  /// than ASCII characters are not asked for at all.
  static func field(_ path: FieldPath, _ test: FieldTest) -> WordExpression {
    let words = WordExpression.conjunction([name(path), value(test)])
    return words == .any ? .any : .disjunction([words, .escape])
  }

  private static func name(_ path: FieldPath) -> WordExpression {
    text(RequiredText(path.bytes))
  }

  private static func value(_ test: FieldTest) -> WordExpression {
    switch test {
    case .exists, .number, .regex: .any
    case .decimal(let decimal): value(decimal)
    case .text(let pattern): value(pattern)
    }
  }

  /// `500` is also spelled `500.0`, and `1.5` also `1.50`.
  private static func value(_ decimal: Decimal) -> WordExpression {
    let hasFraction = decimal.digits.contains(UInt8(ascii: "."))
    return RequiredText(decimal.digits, isClosedAfter: !hasFraction).requirement
  }

  private static func value(_ pattern: FieldPattern) -> WordExpression {
    let last = pattern.parts.count - 1
    return .conjunction(
      pattern.parts.enumerated().map { number, part in
        text(RequiredText(part, isClosedBefore: number == 0, isClosedAfter: number == last))
      })
  }

  /// Only of tokens that are spelled as they are, if no ASCII character is escaped. Before one that follows a control
  /// character stands the letter of that one's escape: `\n`.
  private static func text(_ text: RequiredText) -> WordExpression {
    text.requirement { range in
      let isASCII = text.bytes[range].allSatisfy { $0 < 0x80 }
      return isASCII && (range.lowerBound == 0 || text.bytes[range.lowerBound - 1] >= 0x20)
    }
  }
}

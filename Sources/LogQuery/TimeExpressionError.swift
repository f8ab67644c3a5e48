/// A time that can't be understood.
package struct TimeExpressionError: Error, Sendable, Equatable {
  /// What is wrong with a time.
  package enum Code: Sendable, Equatable {
    /// None of the forms.
    case unknownForm
    /// A form, but with a field out of its range: a 13th month, a 30th of February, an hour 24.
    case noSuchTime
    /// Before 1677 or after 2262, where nanoseconds since 1970 don't fit in 64 bits.
    case outOfRange
    /// The time a range begins at is later than the one it ends at.
    case rangeIsBackwards
  }

  package let code: Code

  /// The text as it was given.
  package let text: String

  init(_ code: Code, _ text: String) {
    self.code = code
    self.text = text
  }
}

extension TimeExpressionError: CustomStringConvertible {
  /// What is wrong, and which forms are understood.
  package var description: String {
    switch code {
    case .unknownForm: "\"\(text)\" is no time; \(Self.forms)"
    case .noSuchTime: "there is no such time as \"\(text)\"; \(Self.forms)"
    case .outOfRange: "\"\(text)\" is too far from now"
    case .rangeIsBackwards: "the range ends before it begins: \(text); swap them, or leave one out"
    }
  }

  private static let forms = """
    write 10m, 2h, 3d or 1h30m for that long ago; now, today, yesterday; 14:02, 2026-11-23 or 2026-11-23 14:02:03.5 \
    in local time; or RFC 3339: 2026-11-23T14:02:03.5Z
    """
}

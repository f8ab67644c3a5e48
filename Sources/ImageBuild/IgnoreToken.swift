/// A part of a pattern.
enum IgnoreToken: Sendable, Hashable {
  /// This character.
  case unit(UInt32)
  /// `?`: a character other than a slash.
  case one
  /// `[a-z]`, `[^a-z]`: a character of these ranges, or of none of them.
  case oneOf([ClosedRange<UInt32>], isNegated: Bool)
  /// `*`: any number of characters other than a slash.
  case some
  /// `**` or `**/` with something behind it: nothing, or anything that ends in a slash.
  case folders(endsInSlash: Bool)
  /// `**` at the end: anything.
  case anything
}

extension IgnoreToken {
  /// Reads a cleaned pattern.
  ///
  /// - Throws: for an open class, an empty one, a range without an end, and a `\` at the end.
  static func tokens(of pattern: [UInt32]) throws(IgnoreSyntaxError) -> [IgnoreToken] {
    var tokens: [IgnoreToken] = []
    var rest = pattern[...]
    while let unit = rest.popFirst() {
      switch unit {
      case UInt32(UInt8(ascii: "*")): tokens.append(star(&rest))
      case UInt32(UInt8(ascii: "?")): tokens.append(.one)
      case UInt32(UInt8(ascii: "[")): tokens.append(try characterClass(&rest))
      case UInt32(UInt8(ascii: "\\")):
        guard let escaped = rest.popFirst() else {
          throw IgnoreSyntaxError("behind '\\' stands no character")
        }
        tokens.append(.unit(escaped))
      default: tokens.append(.unit(unit))
      }
    }
    return tokens
  }

  private static func star(_ rest: inout ArraySlice<UInt32>) -> IgnoreToken {
    guard rest.first == UInt32(UInt8(ascii: "*")) else { return .some }
    rest.removeFirst()
    let endsInSlash = rest.first == IgnoreText.slash
    if endsInSlash { rest.removeFirst() }
    return rest.isEmpty ? .anything : .folders(endsInSlash: endsInSlash)
  }

  private static func characterClass(_ rest: inout ArraySlice<UInt32>) throws(IgnoreSyntaxError)
    -> IgnoreToken
  {
    let isNegated = rest.first == UInt32(UInt8(ascii: "^"))
    if isNegated { rest.removeFirst() }
    var ranges: [ClosedRange<UInt32>] = []
    while ranges.isEmpty || rest.first != UInt32(UInt8(ascii: "]")) {
      let low = try classMember(&rest)
      var high = low
      if rest.first == UInt32(UInt8(ascii: "-")) {
        rest.removeFirst()
        high = try classMember(&rest, isEnd: true)
      }
      guard low <= high else { throw IgnoreSyntaxError("a range in '[]' ends before it begins") }
      ranges.append(low...high)
    }
    rest.removeFirst()
    return .oneOf(ranges, isNegated: isNegated)
  }

  private static func classMember(
    _ rest: inout ArraySlice<UInt32>, isEnd: Bool = false
  ) throws(IgnoreSyntaxError) -> UInt32 {
    guard let first = rest.popFirst() else { throw IgnoreSyntaxError("a '[' has no ']'") }
    switch first {
    case UInt32(UInt8(ascii: "]")) where !isEnd:
      throw IgnoreSyntaxError("'[]' holds nothing; write '\\]' for a bracket")
    case UInt32(UInt8(ascii: "-")), UInt32(UInt8(ascii: "]")):
      throw IgnoreSyntaxError("a range in '[]' lacks one of its ends; write '\\-' for a dash")
    case UInt32(UInt8(ascii: "\\")):
      guard let escaped = rest.popFirst() else { throw IgnoreSyntaxError("a '[' has no ']'") }
      return escaped
    default: return first
    }
  }
}

extension IgnoreToken {
  /// Whether the tokens match the whole path.
  ///
  /// All ways to match go on side by side, so the time is at most that of tokens times characters, whatever the
  /// pattern. A way is the number of the next token; the inside of `folders` has numbers of its own, above the others.
  static func match(_ tokens: [IgnoreToken], _ path: [UInt32]) -> Bool {
    let end = tokens.count
    var current = [Bool](repeating: false, count: 2 * end + 1)
    var next = current
    enter(0, of: tokens, &current)
    for unit in path {
      var isAlive = false
      for index in next.indices { next[index] = false }
      for (index, token) in tokens.enumerated() {
        if current[index], token.takes(unit) {
          // `*` and `**` may take more.
          if token == .some || token == .anything { next[index] = true }
          enter(index + 1, of: tokens, &next)
          isAlive = true
        }
        if current[end + 1 + index] {
          next[end + 1 + index] = true
          if unit == IgnoreText.slash { enter(index + 1, of: tokens, &next) }
          isAlive = true
        }
      }
      guard isAlive else { return false }
      swap(&current, &next)
    }
    return current[end]
  }

  /// Adds the way that goes on with a token, and those that leave it out.
  private static func enter(_ index: Int, of tokens: [IgnoreToken], _ ways: inout [Bool]) {
    var index = index
    while true {
      ways[index] = true
      guard index < tokens.count else { return }
      switch tokens[index] {
      case .some, .anything: break
      case .folders: ways[tokens.count + 1 + index] = true
      case .unit, .one, .oneOf: return
      }
      index += 1
    }
  }

  private func takes(_ unit: UInt32) -> Bool {
    switch self {
    case .unit(let own): unit == own
    case .one, .some: unit != IgnoreText.slash
    case .oneOf(let ranges, let isNegated): ranges.contains { $0.contains(unit) } != isNegated
    case .anything: true
    // Its characters are taken by the ways above.
    case .folders: false
    }
  }
}

internal import LineContent
internal import LogStore
internal import Patterns

/// The words that each match of a regular expression has in it, as far as they are seen without understanding all of it.
///
/// Only what stands outside of groups and classes counts, and only plain characters: of `/user (a|b) logged in\d/` it is
/// `logged`. An expression with syntax that is not known here requires nothing.
struct RequiredWords {
  /// Bytes of a character each, as UTF-8.
  private let units: [[UInt8]]
  private var position = 0
  /// Text that stands in each match, one piece behind the other with something unknown between.
  private var texts: [RequiredText] = []
  private var current = RequiredText([], isClosedBefore: false, isClosedAfter: false)
  /// What the alternatives so far have.
  private var alternatives: [[RequiredText]] = []

  /// What a block must hold for a line of it to be matched.
  static func requirement(of expression: RegularExpression) -> TokenRequirement {
    guard let alternatives = alternatives(of: expression) else { return .any }
    return .disjunction(alternatives.map { .conjunction($0.map(\.requirement)) })
  }

  /// Texts one of which stands, in some case, in each line that is matched: of each alternative the longest; nil if that can't be said.
  static func texts(of expression: RegularExpression) -> [[UInt8]]? {
    let texts = alternatives(of: expression)?.map { texts in
      texts.map(\.bytes).max { $0.count < $1.count } ?? []
    }
    return texts?.contains(where: \.isEmpty) == true ? nil : texts
  }

  /// What each alternative has; nil for syntax that is not known here.
  private static func alternatives(of expression: RegularExpression) -> [[RequiredText]]? {
    // By characters, `k` without case is also U+212A, the sign of kelvin.
    if expression.isUnicode, expression.ignoresCase { return nil }
    var words = RequiredWords(expression.pattern)
    while words.position < words.units.count {
      guard words.takeOne() else { return nil }
    }
    words.endAlternative()
    return words.alternatives
  }

  private init(_ pattern: String) {
    units = pattern.unicodeScalars.map { Array(String(Character($0)).utf8) }
  }

  /// The ASCII character at `offset`; 0 for another one, and at the end.
  private func sign(at offset: Int) -> UInt8 {
    offset < units.count && units[offset].count == 1 ? units[offset][0] : 0
  }

  /// Takes one element of the expression; false for syntax that is not known here.
  private mutating func takeOne() -> Bool {
    let sign = sign(at: position)
    position += 1
    switch sign {
    case UInt8(ascii: "|"): endAlternative()
    case UInt8(ascii: "."): endText()
    case UInt8(ascii: "^"):
      endText()
      current.isClosedBefore = true
    case UInt8(ascii: "$"):
      current.isClosedAfter = true
      endText()
    case UInt8(ascii: "\\"): return takeEscape()
    case UInt8(ascii: "["): return skipClass()
    case UInt8(ascii: "("): return skipGroup()
    case UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "{"):
      position -= 1
      return skipQuantifiers()
    case UInt8(ascii: ")"): return false
    default: return takeCharacter(units[position - 1])
    }
    return skipQuantifiers()
  }

  private mutating func endAlternative() {
    endText()
    alternatives.append(texts)
    texts = []
  }

  /// Something unknown follows.
  private mutating func endText() {
    if !current.bytes.isEmpty { texts.append(current) }
    current = RequiredText([], isClosedBefore: false, isClosedAfter: false)
  }

  /// A character that is meant as it is, unless a quantifier says how often.
  private mutating func takeCharacter(_ bytes: [UInt8]) -> Bool {
    if isQuantifier(sign(at: position)) {
      endText()
      return skipQuantifiers()
    }
    current.bytes += bytes
    return true
  }

  private func isQuantifier(_ sign: UInt8) -> Bool {
    switch sign {
    case UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "{"): true
    default: false
    }
  }

  /// Steps over quantifiers; false for a brace that might be text.
  private mutating func skipQuantifiers() -> Bool {
    while isQuantifier(sign(at: position)) {
      endText()
      if sign(at: position) == UInt8(ascii: "{"), !skipCounts() { return false }
      position += 1
    }
    return true
  }

  /// From the opening brace to the closing one of `{2}`, `{2,}` or `{2,5}`.
  private mutating func skipCounts() -> Bool {
    guard TokenBytes.isDigit(sign(at: position + 1)) else { return false }
    repeat {
      position += 1
    } while TokenBytes.isDigit(sign(at: position)) || sign(at: position) == UInt8(ascii: ",")
    return sign(at: position) == UInt8(ascii: "}")
  }

  private mutating func takeEscape() -> Bool {
    let letter = sign(at: position)
    guard letter != 0 else { return false }
    position += 1
    // Not a letter and not a digit: the sign itself.
    if !TokenBytes.isToken(letter) || letter == UInt8(ascii: "_") { return takeCharacter([letter]) }
    guard Self.isKnownEscape(letter) else { return false }
    endText()
    return skipQuantifiers()
  }

  /// Inside a group.
  private mutating func skipEscape() -> Bool {
    let letter = sign(at: position)
    guard letter != 0, !TokenBytes.isToken(letter) || Self.isKnownEscape(letter) else { return false }
    position += 1
    return true
  }

  /// An escape of one letter for a kind of character or for a place.
  private static func isKnownEscape(_ letter: UInt8) -> Bool { #"dDwWsSbBAzZhHvVRt"#.utf8.contains(letter) }

  /// From behind the opening bracket to the closing one.
  private mutating func skipClass() -> Bool {
    endText()
    if sign(at: position) == UInt8(ascii: "^") { position += 1 }
    // A bracket that comes first is one of the characters.
    if sign(at: position) == UInt8(ascii: "]") { position += 1 }
    while position < units.count {
      switch sign(at: position) {
      case UInt8(ascii: "]"):
        position += 1
        return skipQuantifiers()
      case UInt8(ascii: "["): return false
      case UInt8(ascii: "\\"):
        if sign(at: position + 1) | 0x20 == UInt8(ascii: "q") || sign(at: position + 1) == UInt8(ascii: "E") {
          return false
        }
        position += 2
      default: position += 1
      }
    }
    return false
  }

  /// From behind the opening parenthesis to the closing one.
  private mutating func skipGroup() -> Bool {
    endText()
    guard skipGroupStart() else { return false }
    while position < units.count {
      let sign = sign(at: position)
      position += 1
      switch sign {
      case UInt8(ascii: ")"): return skipQuantifiers()
      case UInt8(ascii: "("): guard skipGroup() else { return false }
      case UInt8(ascii: "["): guard skipClass() else { return false }
      case UInt8(ascii: "\\"): guard skipEscape() else { return false }
      default: break
      }
    }
    return false
  }

  /// Of the groups with a question mark only `(?:` is known here; `(*` is a verb.
  private mutating func skipGroupStart() -> Bool {
    if sign(at: position) == UInt8(ascii: "*") { return false }
    guard sign(at: position) == UInt8(ascii: "?") else { return true }
    position += 2
    return sign(at: position - 1) == UInt8(ascii: ":")
  }
}

internal import LineContent
internal import Patterns

extension QueryExpression: CustomStringConvertible {
  /// The canonical spelling: parsing it gives the same expression again, with the same case sensitivity.
  ///
  /// Words are bare, other text is quoted, `AND` is left out, `OR` stands between operands, and only what needs
  /// parentheses has them.
  package var description: String {
    switch self {
    case .all: "*"
    case .word(let bytes): Self.spelled(bytes)
    case .prefix(let bytes): Self.spelled(bytes) + "*"
    case .suffix(let bytes): "*" + Self.spelled(bytes)
    case .substring(let bytes): "*" + Self.spelled(bytes) + "*"
    case .literal(let bytes): QueryText.quoted(bytes)
    case .literalPrefix(let bytes): QueryText.quoted(bytes) + "*"
    case .regex(let expression): expression.description
    case .level(let test): test.description
    case .field(let path, let test): Self.spelled(path) + test.spelling
    case .container(let pattern): "container:" + Self.spelled(glob: pattern.text)
    case .project(let glob): "project:" + Self.spelled(glob: glob.pattern)
    case .resource(let glob): "resource:" + Self.spelled(glob: glob.pattern)
    case .stream(let stream): "stream:\(stream)"
    case .not(let operand): "-" + operand.enclosed
    case .and(let operands): operands.map(\.enclosedUnlessNegated).joined(separator: " ")
    case .or(let operands): operands.map(\.enclosedIfAlternative).joined(separator: " OR ")
    }
  }

  private var enclosed: String {
    switch self {
    case .and, .or, .not: "(\(description))"
    default: description
    }
  }

  private var enclosedUnlessNegated: String {
    if case .not = self { description } else { enclosed }
  }

  private var enclosedIfAlternative: String {
    if case .or = self { enclosed } else { description }
  }

  /// In a case-sensitive query the name of an operator may be a word.
  private static func spelled(_ bytes: [UInt8]) -> String {
    let isOperator = ["AND", "OR", "NOT"].contains { Array($0.utf8) == bytes }
    return isOperator ? QueryText.quoted(bytes) : QueryText.spelled(bytes, and: "")
  }

  private static func spelled(glob pattern: String) -> String {
    QueryText.spelled(Array(pattern.utf8), and: "-.*?[]")
  }

  private static func spelled(_ path: FieldPath) -> String {
    QueryName(path.bytes, isCaseSensitive: path.isCaseSensitive) == .field ? path.description : ".\(path)"
  }
}

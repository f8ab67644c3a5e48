/// One piece of a query and where it stands.
struct QueryToken: Equatable {
  enum Kind: Equatable {
    /// A word or quoted text; `open` when a `*` followed.
    case text([UInt8], open: Bool)
    /// `*` by itself.
    case everything
    case minus
    case not
    case and
    case or
    case openParenthesis
    case closeParenthesis
  }

  let kind: Kind
  /// The UTF-8 bytes it takes.
  let range: Range<Int>
}

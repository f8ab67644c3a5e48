/// One pattern of a `.dockerignore` file.
///
/// Matched against paths relative to the context, without a slash before or behind them. Source:
/// <https://docs.docker.com/build/concepts/context/#dockerignore-files>, and what `moby/patternmatcher` does where that is silent:
/// `*` and `?` stop at a slash, `**` does not, `**/` is any number of folders, none included, and `**` at the end is
/// anything. Character classes and `\` are those of Go's `filepath.Match`, and mean the same everywhere in a pattern.
///
/// Compared are characters, so that `?` is one of them; bytes that are not UTF-8 are equal to themselves only.
struct IgnorePattern: Sendable, Hashable {
  /// Whether what it matches is taken back into the context.
  let isException: Bool
  /// The components of the pattern, for ``mayMatch(below:)``.
  private let components: [Component]
  private let form: Form

  /// How it is matched: most patterns need no automaton.
  private enum Form: Sendable, Hashable {
    /// The path is this text.
    case exact([UInt32])
    /// The path begins so: `folder/**`.
    case prefix([UInt32])
    /// The path ends so: `**/name`, which also matches `name` alone.
    case suffix([UInt32])
    case tokens([IgnoreToken])
  }

  private enum Component: Sendable, Hashable {
    case tokens([IgnoreToken])
    /// It may reach over a slash: a `**`, or a class, which may hold one.
    case unbounded
  }

  /// Reads a pattern as a line of a file has it, without the spaces around it; the line is not empty.
  ///
  /// - Throws: what is wrong with it.
  init(parsing line: some Collection<UInt8>) throws(IgnoreSyntaxError) {
    var rest = Array(line)
    isException = rest.first == UInt8(ascii: "!")
    if isException { rest = Array(rest.dropFirst().drop(while: IgnoreText.isSpace)) }
    guard !rest.isEmpty else { throw IgnoreSyntaxError("behind '!' stands no pattern") }
    var cleaned = CleanPath.clean(rest)
    if cleaned.count > 1, cleaned.first == UInt8(ascii: "/") { cleaned.removeFirst() }
    let units = IgnoreText.units(of: cleaned)
    form = Self.form(of: try IgnoreToken.tokens(of: units))
    components = units.split(separator: IgnoreText.slash).map { Self.component($0) }
  }

  /// Whether it matches exactly this path; what is below a match is not looked at here.
  func matches(_ path: [UInt32]) -> Bool {
    switch form {
    case .exact(let text): path == text
    case .prefix(let text): path.starts(with: text)
    case .suffix(let text): Self.ends(path, with: text)
    case .tokens(let tokens): IgnoreToken.match(tokens, path)
    }
  }

  /// Whether it may match a path below the folder; if unsure, yes.
  func mayMatch(below folder: [UInt32]) -> Bool {
    let names = folder.split(separator: IgnoreText.slash)
    for (name, component) in zip(names, components) {
      switch component {
      case .unbounded: return true
      case .tokens(let tokens): if !IgnoreToken.match(tokens, Array(name)) { return false }
      }
    }
    return components.count > names.count
  }

  private static func component(_ units: ArraySlice<UInt32>) -> Component {
    let star = UInt32(UInt8(ascii: "*"))
    let hasFolders = zip(units, units.dropFirst()).contains { $0 == star && $1 == star }
    // A class that holds a slash was cut in two, and a `\` before a slash lost it: neither can be read by itself.
    guard !hasFolders, !units.contains(UInt32(UInt8(ascii: "["))),
      let tokens = try? IgnoreToken.tokens(of: Array(units))
    else { return .unbounded }
    return .tokens(tokens)
  }

  private static func ends(_ path: [UInt32], with suffix: [UInt32]) -> Bool {
    if path.count >= suffix.count, path[(path.count - suffix.count)...] == suffix[...] { return true }
    return suffix.first == IgnoreText.slash && path[...] == suffix.dropFirst()
  }

  private static func form(of tokens: [IgnoreToken]) -> Form {
    let literals = tokens.compactMap { if case .unit(let unit) = $0 { unit } else { nil } }
    if literals.count == tokens.count { return .exact(literals) }
    if literals.count == tokens.count - 1 {
      if tokens.last == .anything { return .prefix(literals) }
      // With nothing but text behind it, a leading `**` may also end within a name: `**.log`.
      if tokens.first == .folders(endsInSlash: true) { return .suffix([IgnoreText.slash] + literals) }
      if tokens.first == .folders(endsInSlash: false) { return .suffix(literals) }
    }
    return .tokens(tokens)
  }
}

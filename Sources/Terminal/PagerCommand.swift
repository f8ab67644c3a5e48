internal import Glibc

/// Which pager to start.
package struct PagerCommand: Sendable, Equatable {
  /// The program, found on PATH, and its arguments; the first is the name it was asked for by.
  package let executable: String
  package let arguments: [String]
  /// The whole environment of the pager, as `NAME=value`.
  package let environment: [String]

  /// `-F`: leave if all fits on a screen; `-R`: colours; `-S`: cut long lines; `-X`: leave the text on the screen.
  private static let lessOptions = "FRSX"

  /// The pager that the environment asks for: `LSLOG_PAGER`, else `PAGER`, else `less`.
  ///
  /// The value is cut at blanks; no shell reads it. `less` gets `LESS=FRSX` if `LESS` is not set.
  ///
  /// - Returns: nil where output goes to the terminal as it is: the value is empty or `cat`, the terminal is dumb, or there is no
  ///   such program.
  package init?(environment: [String: String]) {
    let chosen = environment["LSLOG_PAGER"] ?? environment["PAGER"]
    let words = (chosen ?? "less -\(Self.lessOptions)").split(whereSeparator: \.isWhitespace).map(String.init)
    guard let name = words.first, name != "cat", (environment["TERM"] ?? "dumb") != "dumb" else { return nil }
    guard let executable = Self.find(name, path: environment["PATH"] ?? "/usr/bin:/bin") else { return nil }
    self.executable = executable
    self.arguments = words
    let variables = environment.merging(["LESS": Self.lessOptions]) { given, _ in given }
    self.environment = variables.map { "\($0)=\($1)" }.sorted()
  }

  private static func find(_ name: String, path: String) -> String? {
    if name.contains("/") { return access(name, X_OK) == 0 ? name : nil }
    for folder in path.split(separator: ":") where access("\(folder)/\(name)", X_OK) == 0 {
      return "\(folder)/\(name)"
    }
    return nil
  }
}

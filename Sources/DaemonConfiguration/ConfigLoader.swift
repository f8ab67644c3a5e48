internal import Yams

/// Turns the text of `lslogd.yml` into a ``Config``.
///
/// Pure but for ``ConfigText``. Every problem is gathered before one error is thrown, so that a person sees all of them at
/// once. A key that isn't given, or has no value, keeps its default.
package struct ConfigLoader: Sendable {
  /// Checks of values that modules above understand.
  package let checks: ConfigChecks

  /// - Parameter checks: Passed in by the executable.
  package init(checks: ConfigChecks = ConfigChecks()) {
    self.checks = checks
  }

  /// - Parameters:
  ///   - yaml: One YAML document; empty means all defaults.
  ///   - file: What problems call the file.
  /// - Throws: ``ConfigError`` with every problem: bad YAML, unknown keys, values of a wrong type or out of bounds.
  package func load(yaml: String, file: String) throws(ConfigError) -> Config {
    var reader = ConfigReader(file: file, checks: checks)
    var config = Config()
    if let root = try compose(yaml, file: file) {
      reader.section(root, at: "", into: &config)
    }
    // What was refused has kept its default: comparing that with other keys would only add noise.
    if reader.problems.isEmpty { ConfigSchema.checkTogether(config, &reader) }
    guard reader.problems.isEmpty else {
      throw ConfigError(
        problems: reader.problems.sorted { ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0) })
    }
    return config
  }

  /// Reads the file and loads it; see ``ConfigText/read(path:)`` for what a path may be.
  ///
  /// - Throws: ``ConfigError``, also when the file can't be read.
  package func load(path: String) throws(ConfigError) -> Config {
    try load(yaml: try ConfigText.read(path: path), file: ConfigText.displayName(path: path))
  }

  private func compose(_ yaml: String, file: String) throws(ConfigError) -> Node? {
    do {
      return try Yams.compose(yaml: yaml)
    } catch {
      throw ConfigError(problems: [Self.problem(of: error, file: file)])
    }
  }

  private static func problem(of error: any Error, file: String) -> ConfigProblem {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      ConfigProblem(
        file: file, line: mark.line, column: mark.column, key: "", message: "this is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      ConfigProblem(
        file: file, line: context.mark.line, column: context.mark.column,
        key: duplicates.joined(separator: ", "),
        message: "the key stands more than once")
    case .reader(let problem, _, _, _):
      ConfigProblem(file: file, key: "", message: "this is not YAML: \(problem)")
    default:
      ConfigProblem(file: file, key: "", message: "this is not YAML: \(error)")
    }
  }
}

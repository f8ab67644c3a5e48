internal import YAMLDocuments
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
      throw ConfigError(problems: reader.problems.sorted)
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
      return try YAMLDocument.compose(yaml, file: file)
    } catch {
      throw ConfigError(problems: [error])
    }
  }
}

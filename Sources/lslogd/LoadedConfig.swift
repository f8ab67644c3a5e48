internal import DaemonConfiguration

/// A configuration that was read and found right, with the text it came from.
struct LoadedConfig {
  /// Where it came from.
  let source: ConfigSource
  /// The text, which children get so that all see what was validated, also when the file changes meanwhile.
  let text: String
  /// What it says.
  let config: Config

  /// - Parameter checks: by default also that the files are there that it names.
  /// - Throws: `ConfigError` with everything that is wrong.
  init(source: ConfigSource, checks: ConfigChecks = .wiredWithFiles) throws(ConfigError) {
    self.source = source
    self.text = try source.text()
    self.config = try ConfigLoader(checks: checks).load(yaml: text, file: source.displayName)
  }
}

internal import ArgumentParser
internal import DaemonConfiguration
internal import LogStore

/// Where the store is: the options that every command takes.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read where the store is from this configuration of lslogd (LSLOG_CONFIG).", valueName: "file"),
    completion: .file(extensions: ["yaml", "yml"]))
  var config: String?

  @Option(
    help: ArgumentHelp(
      "The folder of the store (LSLOG_STORE). Default: the running lslogd's.", valueName: "dir"),
    completion: .directory)
  var store: String?

  /// The store that the options, the environment, the running daemon or the defaults name.
  ///
  /// - Throws: `ConfigError` if a configuration file decides and can't be read.
  func location(_ environment: ProcessEnvironment) throws(ConfigError) -> StoreLocation {
    try StoreLocation.resolve(flagConfig: config, flagStore: store, environment: environment)
  }
}

internal import DaemonConfiguration
internal import Glibc
internal import Logging
internal import OwnLog
internal import Supervision

/// What every role begins with: its bonds to the supervisor, the configuration, the store, a logger.
struct Role {
  /// Its bonds to the supervisor.
  let context: ChildContext
  /// The configuration, validated once more.
  let config: Config
  /// The store's folder, absolute.
  let storePath: String
  /// What the process was started with.
  let environment: ProcessEnvironment
  /// Speaks as the role.
  let logger: Logger

  /// The first thing a role does.
  ///
  /// - Throws: `ConfigError` and `SupervisionError`.
  static func begin(_ name: String, location: LocationOptions) throws -> Role {
    let environment = ProcessEnvironment.current()
    let context = try ChildContext.enter(environment: environment.variables)
    let loaded = try LoadedConfig(
      source: ConfigSource.find(flag: location.config, environment: environment), checks: .wired)
    _ = OwnLog.bootstrap(level: loaded.config.log.level, environment: environment.variables)
    let store = StoreLocation.resolve(
      flagStore: location.store, source: loaded.source, config: loaded.config, environment: environment)
    return Role(
      context: context, config: loaded.config, storePath: store.path, environment: environment,
      logger: Logger(label: name))
  }
}

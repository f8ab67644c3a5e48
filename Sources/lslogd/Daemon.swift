internal import CLinux
internal import DaemonConfiguration
internal import Glibc
internal import Logging
internal import OwnLog
internal import Supervision

/// The supervisor's process: one store, one lock, one set of children.
struct Daemon {
  /// What was asked for on the command line.
  let location: LocationOptions
  /// What the process was started with.
  let environment: ProcessEnvironment

  /// Runs until it is stopped; returns the exit code.
  ///
  /// - Throws: `ConfigError`, `StoreLockError` or `SupervisionError`, before any child is started.
  @MainActor func run() throws -> Int32 {
    precondition(
      lslog_is_main_thread() == 1, "children die with the thread that starts them: it must be the main thread"
    )
    umask(0o027)
    let loaded = try LoadedConfig(source: ConfigSource.find(flag: location.config, environment: environment))
    let threshold = OwnLog.bootstrap(level: loaded.config.log.level, environment: environment.variables)
    let logger = Logger(label: "supervisor")
    let store = storeLocation(loaded)
    let lock = try StoreLock(directory: store.path)
    let signals = try SignalPipe.catching([SIGTERM, SIGINT, SIGHUP])
    let watchdogInterval = SystemdNotifier.watchdogInterval(environment.variables, pid: getpid())
    logger.notice(
      "starting",
      metadata: [
        "version": "\(Version.text)", "config.path": "\(loaded.source.displayName)",
        "store.path": "\(store.path)", "store.origin": "\(store.origin)",
      ])
    let runtime = RuntimeFile.ofDaemon(environment: environment)
    announce(loaded.source, store, in: runtime, logger)
    defer { runtime?.remove(pid: getpid()) }
    let supervisor = Supervisor(
      plan: plan(loaded, store, watchdogInterval), signals: signals,
      notifier: SystemdNotifier.fromEnvironment(environment.variables), environment: environment.variables,
      logger: logger,
      reload: {
        let next = try reloaded(loaded.source, store)
        threshold.level = LogThreshold.effectiveLevel(
          configured: next.config.log.level, environment: environment.variables)
        return plan(next, store, watchdogInterval)
      })
    return withExtendedLifetime(lock) { supervisor.run() }
  }

  private func storeLocation(_ loaded: LoadedConfig) -> StoreLocation {
    StoreLocation.resolve(
      flagStore: location.store, source: loaded.source, config: loaded.config, environment: environment)
  }

  private func plan(_ loaded: LoadedConfig, _ store: StoreLocation, _ watchdogInterval: Duration?)
    -> SupervisorPlan
  {
    ChildPlan.plan(
      config: loaded.config, text: loaded.text, storePath: store.path, watchdogInterval: watchdogInterval)
  }

  private func reloaded(_ source: ConfigSource, _ store: StoreLocation) throws -> LoadedConfig {
    guard source.path != "-" else { throw ReloadError.standardInput }
    // A daemon that started without a file takes one that stands in the usual place by now.
    let next = try LoadedConfig(
      source: source.path == nil ? ConfigSource.find(flag: nil, environment: environment) : source)
    let path = storeLocation(next).path
    guard path == store.path else { throw ReloadError.storeMoved(from: store.path, to: path) }
    return next
  }

  private func announce(
    _ source: ConfigSource, _ store: StoreLocation, in runtime: RuntimeFile?, _ logger: Logger
  ) {
    guard let runtime, let ticks = ProcessStart.ticks(pid: getpid()) else { return }
    do throws(RuntimeFileError) {
      try runtime.write(
        RuntimeRecord(pid: getpid(), startTicks: ticks, configPath: source.path, storePath: store.path))
    } catch {
      logger.warning("runtime file not written", metadata: ["error": "\(error)"])
    }
  }
}

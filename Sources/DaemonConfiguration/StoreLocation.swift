/// Where the store is, and what says so.
package struct StoreLocation: Sendable, Hashable {
  /// What says where the store is.
  package enum Origin: Sendable, Hashable {
    /// `--store`.
    case flag
    /// `store.path` in this file.
    case config(path: String)
    /// `LSLOG_STORE`.
    case environment
    /// The lslogd that is running.
    case daemon(pid: Int32)
    /// Nothing: it is the default of this user.
    case builtIn
  }

  /// Absolute.
  package let path: String
  /// What says so.
  package let origin: Origin

  package init(path: String, origin: Origin) {
    self.path = path
    self.origin = origin
  }

  /// For `lslog`: the store that a person means.
  ///
  /// In this order: `--store`; `store.path` in the file of `--config`; `LSLOG_STORE`; `store.path` in the file of
  /// `LSLOG_CONFIG`; the running daemon's, unless a file was named; `store.path` in the standard file; the default.
  /// A file is read only if it comes to that.
  ///
  /// - Throws: ``ConfigError`` when a file that decides can't be read or is wrong.
  package static func resolve(
    flagConfig: String?, flagStore: String?, environment: ProcessEnvironment
  ) throws(ConfigError) -> StoreLocation {
    try resolve(
      flagConfig: flagConfig, flagStore: flagStore, environment: environment,
      daemon: RuntimeFile.running(environment: environment))
  }

  /// As above, with the running daemon given.
  package static func resolve(
    flagConfig: String?, flagStore: String?, environment: ProcessEnvironment, daemon: RuntimeRecord?
  ) throws(ConfigError) -> StoreLocation {
    let source = ConfigSource.find(flag: flagConfig, environment: environment)
    let isNamed = source.origin == .flag || source.origin == .environment
    let isDecided = flagStore != nil || (source.origin != .flag && environment["LSLOG_STORE"] != nil)
    if isDecided {
      return resolve(flagStore: flagStore, source: source, config: Config(), environment: environment)
    }
    if let daemon, !isNamed {
      return StoreLocation(path: daemon.storePath, origin: .daemon(pid: daemon.pid))
    }
    let config = try ConfigLoader().load(yaml: try source.text(), file: source.displayName)
    return resolve(flagStore: flagStore, source: source, config: config, environment: environment)
  }

  /// For `lslogd`, which has its configuration: `--store`; `store.path` in the file of `--config`; `LSLOG_STORE`; `store.path`
  /// in another file; the default. So both find the same store in the same environment.
  package static func resolve(
    flagStore: String?, source: ConfigSource, config: Config, environment: ProcessEnvironment
  ) -> StoreLocation {
    if let flagStore { return StoreLocation(path: environment.absolute(flagStore), origin: .flag) }
    let configured = config.store.path.map {
      StoreLocation(path: $0, origin: .config(path: source.displayName))
    }
    if source.origin == .flag, let configured { return configured }
    if let named = environment["LSLOG_STORE"] {
      return StoreLocation(path: environment.absolute(named), origin: .environment)
    }
    return configured ?? StoreLocation(path: defaultPath(environment), origin: .builtIn)
  }

  /// `/var/lib/lslog` for root, and for a user without a home; `$XDG_STATE_HOME/lslog` (`~/.local/state/lslog`) for others.
  package static func defaultPath(_ environment: ProcessEnvironment) -> String {
    let state =
      environment.isRoot ? nil : environment.xdgDirectory("XDG_STATE_HOME", fallback: ".local/state")
    return state.map { "\($0)/lslog" } ?? "/var/lib/lslog"
  }
}

extension StoreLocation.Origin: CustomStringConvertible {
  /// For a message: "the store is /x (from LSLOG_STORE)".
  package var description: String {
    switch self {
    case .flag: "from --store"
    case .config(let path): "store.path in \(path)"
    case .environment: "from LSLOG_STORE"
    case .daemon(let pid): "of the running lslogd, pid \(pid)"
    case .builtIn: "the default"
    }
  }
}

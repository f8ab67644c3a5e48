internal import Glibc

/// Which configuration file is meant, and by whom.
package struct ConfigSource: Sendable, Hashable {
  /// Who named the file.
  package enum Origin: Sendable, Hashable {
    /// `--config`.
    case flag
    /// `LSLOG_CONFIG`.
    case environment
    /// It stands where a configuration is looked for.
    case standardPlace
    /// There is no file; all keys have their defaults.
    case builtIn
  }

  /// Absolute, or `-` for standard input; nil for ``Origin/builtIn``.
  package let path: String?
  /// Who named the file.
  package let origin: Origin

  /// Looks in this order: `--config`, `LSLOG_CONFIG`, ``standardPath(_:)`` when a file is there.
  ///
  /// A file that was named isn't looked at: loading it tells whether it is there.
  package static func find(flag: String?, environment: ProcessEnvironment) -> ConfigSource {
    if let flag { return ConfigSource(path: environment.absolute(flag), origin: .flag) }
    if let named = environment["LSLOG_CONFIG"] {
      return ConfigSource(path: environment.absolute(named), origin: .environment)
    }
    if let standard = standardPath(environment), access(standard, F_OK) == 0 {
      return ConfigSource(path: standard, origin: .standardPlace)
    }
    return ConfigSource(path: nil, origin: .builtIn)
  }

  /// `/etc/lslog/lslogd.yml` for root, `$XDG_CONFIG_HOME/lslog/lslogd.yml` (`~/.config/…`) for others.
  package static func standardPath(_ environment: ProcessEnvironment) -> String? {
    if environment.isRoot { return "/etc/lslog/lslogd.yml" }
    return environment.xdgDirectory("XDG_CONFIG_HOME", fallback: ".config").map { "\($0)/lslog/lslogd.yml" }
  }

  /// The file's text; empty for ``Origin/builtIn``.
  ///
  /// - Throws: ``ConfigError`` when the file can't be read.
  package func text() throws(ConfigError) -> String {
    guard let path else { return "" }
    return try ConfigText.read(path: path)
  }

  /// What messages call the file.
  package var displayName: String {
    path.map(ConfigText.displayName) ?? "<defaults>"
  }
}

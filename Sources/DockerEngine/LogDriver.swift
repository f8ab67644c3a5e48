/// How the engine keeps a container's log.
package struct LogDriver: Sendable, Hashable {
  /// The driver's name, e.g. `json-file`, `local`, `journald`, `none`; empty if the engine does not say.
  package var type: String
  /// The driver's options, e.g. `max-size`, `mode`.
  package var options: [String: String]

  /// Names a driver.
  package init(type: String, options: [String: String] = [:]) {
    self.type = type
    self.options = options
  }
}

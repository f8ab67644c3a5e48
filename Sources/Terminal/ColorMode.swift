/// Whether to colour, as the user says it.
package enum ColorMode: String, Sendable, CaseIterable {
  /// On a terminal that can.
  case auto
  case always
  case never

  /// Whether output is coloured.
  ///
  /// `auto` is no for anything but a terminal, for `TERM=dumb` or none, and when `NO_COLOR` is set to anything but nothing;
  /// `always` overrules these. Source: https://no-color.org
  package func isColored(onTerminal: Bool, environment: [String: String]) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      let terminal = environment["TERM"] ?? "dumb"
      let forbidden = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
      return onTerminal && !forbidden && terminal != "dumb" && !terminal.isEmpty
    }
  }
}

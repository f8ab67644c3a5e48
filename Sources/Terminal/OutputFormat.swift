/// How hits and states are printed.
package enum OutputFormat: String, Sendable, CaseIterable {
  /// For reading: times, names, inert messages.
  case text
  /// One JSON object a line.
  case json
  /// The bytes of the messages with their own line ends, and nothing else.
  case raw
}

package import LogQuery
internal import Quantities

/// Lines that a container must have written lately, or must not have.
package struct LogCheck: Sendable {
  /// What is expected of the lines.
  package enum Expectation: String, Sendable, Hashable, CaseIterable {
    /// At least one line is a hit.
    case present
    /// No line is a hit.
    case absent
  }

  /// As it was written.
  package var text: String
  /// What a line must be like to be a hit.
  package var query: Query
  /// What is expected of the lines.
  package var must: Expectation
  /// How far back lines count.
  package var window: Duration

  /// Parses the query.
  ///
  /// - Throws: `QuerySyntaxError`.
  package init(query text: String, must: Expectation, within window: Duration) throws(QuerySyntaxError) {
    self.text = text
    self.query = try Query(parsing: text)
    self.must = must
    self.window = window
  }

  /// How far back lines count unless the probe says otherwise.
  package static let defaultWindow = Duration.seconds(300)
}

extension LogCheck: Hashable {
  package static func == (left: LogCheck, right: LogCheck) -> Bool {
    left.text == right.text && left.must == right.must && left.window == right.window
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(must)
    hasher.combine(window)
  }
}

extension LogCheck: CustomStringConvertible {
  /// `no FATAL within 5m`, `heartbeat within 1m`.
  package var description: String {
    "\(must == .absent ? "no " : "")\(text) within \(window.text)"
  }
}

/// Every key that a probe can have, in the configuration and, with `lslog.probe.` before it, as a label.
package enum ProbeKey: String, Sendable, Hashable, CaseIterable {
  /// A URL: makes it an HTTP probe.
  case http
  /// `GET`, `HEAD`, …
  case method
  /// Headers of the request, by their names; a label `header.<name>` for each.
  case headers
  /// The body of the request.
  case body
  /// The statuses that pass: `200-299,301`.
  case status
  /// A regular expression that the answer's body must match.
  case expect
  /// How long before its end a certificate is warned of.
  case expiry
  /// Whether certificates are checked.
  case verify
  /// Whether redirects are followed.
  case redirects
  /// `host:port`: makes it a TCP probe.
  case tcp
  /// A command: makes it an exec probe.
  case exec
  /// A query: makes it a log probe.
  case log
  /// `present` or `absent`.
  case must
  /// How far back lines count.
  case within
  /// A duration: makes it a silence probe.
  case silence
  /// How often it runs.
  case interval
  /// How long a run may take.
  case timeout
  /// How long failures don't count after a start.
  case startPeriod = "start_period"
  /// How many failures in a row count.
  case failures
  /// How many passes in a row count.
  case successes
  /// `critical` or `warning`.
  case severity
  /// When a pass is slow.
  case slow

  /// The keys that say what is checked; a probe has one of them.
  package static let checks: [ProbeKey] = [.http, .tcp, .exec, .log, .silence]

  /// The key of the check that this one belongs to; nil: to all.
  package var owner: ProbeKey? {
    switch self {
    case .method, .headers, .body, .status, .expect, .expiry, .verify, .redirects: .http
    case .must, .within: .log
    case .http, .tcp, .exec, .log, .silence, .interval, .timeout, .startPeriod, .failures, .successes,
      .severity, .slow:
      nil
    }
  }
}

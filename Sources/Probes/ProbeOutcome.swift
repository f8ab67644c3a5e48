/// What came of one run of a probe. Reasons are for people, on one line, and may hold input from outside.
package enum ProbeOutcome: Sendable, Hashable {
  /// All is well.
  case passed
  /// It passed, but somebody should know: it was slow, or a certificate ends soon.
  case passedWithWarning(reason: String)
  /// It did not pass: `connection refused`, `status 500, expected 200-399`.
  case failed(reason: String)
  /// The prober itself can't tell: the engine is away, the store can't be read, the probe is not allowed.
  case undetermined(reason: String)

  /// Whether the container passed, be it with a warning.
  package var isPass: Bool {
    switch self {
    case .passed, .passedWithWarning: true
    case .failed, .undetermined: false
    }
  }

  /// The reason, if there is one.
  package var reason: String? {
    switch self {
    case .passed: nil
    case .passedWithWarning(let reason), .failed(let reason), .undetermined(let reason): reason
    }
  }
}

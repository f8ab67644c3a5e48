/// What an attempt came to, without its times.
struct ProbeFinding: Sendable {
  var outcome: ProbeOutcome
  var evidence = ProbeEvidence.none

  static let passed = ProbeFinding(outcome: .passed)

  static func failed(_ reason: String, _ evidence: ProbeEvidence = .none) -> ProbeFinding {
    ProbeFinding(outcome: .failed(reason: reason), evidence: evidence)
  }

  static func undetermined(_ reason: String) -> ProbeFinding {
    ProbeFinding(outcome: .undetermined(reason: reason))
  }
}

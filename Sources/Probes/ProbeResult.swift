package import LogWire

/// One run of a probe.
package struct ProbeResult: Sendable, Hashable {
  /// When it began.
  package var time: Timestamp
  /// How long it took.
  package var latency: Duration
  /// What came of it.
  package var outcome: ProbeOutcome
  /// What was seen.
  package var evidence: ProbeEvidence

  /// Makes a result.
  package init(time: Timestamp, latency: Duration, outcome: ProbeOutcome, evidence: ProbeEvidence = .none) {
    self.time = time
    self.latency = latency
    self.outcome = outcome
    self.evidence = evidence
  }
}

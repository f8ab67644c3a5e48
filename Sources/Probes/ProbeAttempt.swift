/// One run of a check that is under way.
protocol ProbeAttempt: Sendable {
  /// Makes the check. Must return at once when the task is cancelled, with anything.
  func finding() async -> ProbeFinding

  /// What it came to if ``finding()`` has not returned in time. Called after it was cancelled.
  func overdue(after limit: Duration) -> ProbeFinding
}

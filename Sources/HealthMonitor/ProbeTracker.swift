package import HealthStore
package import LogWire
package import Probes

/// What the results of one probe come to. Pure.
///
/// A verdict changes after ``ProbeSpec/failureThreshold`` or ``ProbeSpec/successThreshold`` results in a row; only the
/// first pass counts at once. Failures within the start period count from the first pass on, as Docker and Kubernetes
/// have it.
package struct ProbeTracker: Sendable {
  package let spec: ProbeSpec
  package private(set) var row: ProbeRow
  /// What the result was that decided.
  package private(set) var evidence = Evidence()
  private var latencies = LatencyWindow()
  /// How many results in a row were of this kind, and when the first of them came.
  private var streak: (state: ProbeRow.State, count: Int, since: Timestamp)?
  private var startedAt: Timestamp

  /// A probe without results.
  package init(spec: ProbeSpec, container: String, startedAt: Timestamp, now: Timestamp) {
    self.spec = spec
    self.startedAt = startedAt
    row = ProbeRow(
      container: container, name: spec.name, kind: spec.check.kind, target: spec.target,
      isCritical: spec.severity == .critical, since: now)
  }

  /// Goes on where an earlier prober was.
  package mutating func resume(_ stored: ProbeRow) {
    guard stored.kind == row.kind, stored.target == row.target, stored.state != .invalid else { return }
    let isCritical = row.isCritical
    row = stored
    row.isCritical = isCritical
    if stored.failures > 0, let checked = stored.checked { streak = (.failing, stored.failures, checked) }
  }

  /// The container was started: what was known is of another process.
  package mutating func restart(at time: Timestamp) {
    startedAt = time
    streak = nil
    evidence = Evidence()
    row.state = .pending
    row.since = time
    row.failures = 0
    row.reason = ""
    row.output = []
  }

  /// Takes a result; true if the verdict is another now.
  package mutating func take(_ result: ProbeResult) -> Bool {
    // A result of a process that has ended meanwhile.
    guard result.time >= startedAt else { return false }
    let latency = result.latency.nanoseconds
    let end = Timestamp(nanoseconds: result.time.nanoseconds &+ latency)
    row.checked = result.time
    row.latency = latency
    row.output = result.evidence.output
    row.reason = result.outcome.reason ?? ""
    let (kind, threshold) = Self.kind(of: result, spec)
    if kind == .passing || kind == .warning { latencies.add(latency) }
    row.latencyP50 = latencies.percentile(0.5)
    row.latencyP95 = latencies.percentile(0.95)
    if kind == .failing, row.state == .pending, isInStartPeriod(end) { return false }
    if let streak, streak.state == kind {
      self.streak = (kind, streak.count + 1, streak.since)
    } else {
      streak = (kind, 1, result.time)
    }
    row.failures = kind == .failing ? streak?.count ?? 0 : 0
    guard let streak, kind != row.state else { return false }
    let isFirstPass = row.state == .pending && kind == .passing
    guard isFirstPass || streak.count >= threshold else { return false }
    row.state = kind
    row.since = end
    evidence = Evidence(
      probe: spec.name, httpStatus: result.evidence.status, exitCode: result.evidence.exitCode,
      latency: latency,
      firstSign: streak.since, output: result.evidence.output)
    return true
  }

  private func isInStartPeriod(_ time: Timestamp) -> Bool {
    time.nanoseconds - startedAt.nanoseconds < spec.startPeriod.nanoseconds
  }

  private static func kind(of result: ProbeResult, _ spec: ProbeSpec) -> (ProbeRow.State, threshold: Int) {
    switch result.outcome {
    case .passed: (.passing, spec.successThreshold)
    case .passedWithWarning: (.warning, spec.failureThreshold)
    case .failed: (.failing, spec.failureThreshold)
    case .undetermined: (.undetermined, spec.failureThreshold)
    }
  }
}

extension Duration {
  /// In nanoseconds; at most 292 years.
  var nanoseconds: Int64 {
    let (seconds, overflow) = components.seconds.multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? .max : seconds &+ components.attoseconds / 1_000_000_000
  }
}

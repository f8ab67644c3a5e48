internal import Quantities

/// One check of a container's health, and how often and how patiently it is made.
///
/// Plain values: who schedules probes and counts their results reads them here; ``ProbeRunner`` only uses ``check``,
/// ``timeout`` and ``slow``.
package struct ProbeSpec: Sendable, Hashable {
  /// Unique among the probes of a container: 1 to 64 of `A-Z a-z 0-9 _ -`.
  package var name: String
  /// What is done.
  package var check: ProbeCheck
  /// From the beginning of one run to that of the next; 1 s to 1 d.
  package var interval: Duration
  /// How long a run may take; 100 ms or more, at most ``interval``.
  package var timeout: Duration
  /// So long after the container's start a failure does not count.
  package var startPeriod: Duration
  /// So many failures in a row make the probe fail; 1 or more.
  package var failureThreshold: Int
  /// So many passes in a row make a failing probe pass again; 1 or more.
  package var successThreshold: Int
  /// What a failing probe says about its container.
  package var severity: ProbeSeverity
  /// A pass that took longer is one with a warning; nil: however long it took.
  package var slow: Duration?

  /// Makes a probe; what is left out has the defaults that `docs/health-probes.md` states.
  package init(
    name: String, check: ProbeCheck, interval: Duration = ProbeSpec.defaultInterval, timeout: Duration? = nil,
    startPeriod: Duration = .zero, failureThreshold: Int? = nil, successThreshold: Int? = nil,
    severity: ProbeSeverity = .critical, slow: Duration? = nil
  ) {
    self.name = name
    self.check = check
    self.interval = interval
    self.timeout = timeout ?? min(Self.defaultTimeout, interval)
    self.startPeriod = startPeriod
    self.failureThreshold = failureThreshold ?? check.defaultFailureThreshold
    self.successThreshold = successThreshold ?? check.defaultSuccessThreshold
    self.severity = severity
    self.slow = slow
  }

  /// How often a probe runs unless it says otherwise.
  package static let defaultInterval = Duration.seconds(10)
  /// How long a run may take unless the probe says otherwise; never longer than its interval.
  package static let defaultTimeout = Duration.seconds(5)
  /// The name of the probe that is set by labels without a name.
  package static let defaultName = "default"
  /// The most probes that one container can have.
  package static let limit = 16

  /// What is looked at, for display: `GET http://127.0.0.1:8080/healthz`, `silence 1m`.
  package var target: String { check.target }
}

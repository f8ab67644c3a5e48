package import LogWire

/// What is known of one probe of one container.
package struct ProbeRow: Sendable, Hashable {
  /// What a probe's results come to.
  package enum State: String, Sendable, Hashable, CaseIterable {
    /// No verdict yet.
    case pending
    case passing
    /// It passes, but is too slow, or sees a certificate that expires soon.
    case warning
    case failing
    /// The prober can't tell: the store can't be read, exec is not allowed.
    case undetermined
    /// The label or key that describes it is wrong; nothing is probed.
    case invalid
  }

  /// The container's id.
  package var container: String
  /// The probe's name, or the label that is wrong.
  package var name: String
  /// `http`, `tcp`, `exec`, `log` or `silence`.
  package var kind: String
  /// What is asked, in words: a URL, a command.
  package var target: String
  /// Whether its failure makes the container unhealthy rather than degraded.
  package var isCritical: Bool
  package var state: State
  /// When it came into this state.
  package var since: Timestamp
  /// When it was last run; nil if never.
  package var checked: Timestamp?
  /// How long that took, and the median and the 95th percentile of the last results, in nanoseconds.
  package var latency: Int64?
  package var latencyP50: Int64?
  package var latencyP95: Int64?
  /// How many failed in a row up to now.
  package var failures: Int
  /// What the last result says, in words.
  package var reason: String
  /// What was told last; at most ``Evidence/outputLimit`` bytes. Input from outside.
  package var output: [UInt8]

  package init(
    container: String, name: String, kind: String, target: String, isCritical: Bool = true,
    state: State = .pending, since: Timestamp, checked: Timestamp? = nil, latency: Int64? = nil,
    latencyP50: Int64? = nil, latencyP95: Int64? = nil, failures: Int = 0, reason: String = "",
    output: [UInt8] = []
  ) {
    self.container = container
    self.name = name
    self.kind = kind
    self.target = target
    self.isCritical = isCritical
    self.state = state
    self.since = since
    self.checked = checked
    self.latency = latency
    self.latencyP50 = latencyP50
    self.latencyP95 = latencyP95
    self.failures = failures
    self.reason = reason
    self.output = Array(output.prefix(Evidence.outputLimit))
  }
}

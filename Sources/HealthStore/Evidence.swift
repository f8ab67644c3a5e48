package import LogWire

/// What a transition is based on, beside the exit code, which is part of its state.
package struct Evidence: Sendable, Hashable {
  /// The most of ``output`` that is kept, in bytes.
  package static let outputLimit = 4096

  /// Whether the kernel ended the container for want of memory.
  package var oomKilled: Bool
  /// The probe that decided; nil for the engine's word. `HEALTHCHECK` is the image's own check.
  package var probe: String?
  /// What the probe's HTTP request was answered with.
  package var httpStatus: Int?
  /// What the probe's command returned.
  package var exitCode: Int?
  /// How long the probe took, in nanoseconds.
  package var latency: Int64?
  /// When the first of the results came that led here.
  package var firstSign: Timestamp?
  /// What the probe was told: a body, a command's output, a log line. At most ``outputLimit`` bytes; input from outside.
  package var output: [UInt8]

  package init(
    oomKilled: Bool = false, probe: String? = nil, httpStatus: Int? = nil, exitCode: Int? = nil,
    latency: Int64? = nil, firstSign: Timestamp? = nil, output: [UInt8] = []
  ) {
    self.oomKilled = oomKilled
    self.probe = probe
    self.httpStatus = httpStatus
    self.exitCode = exitCode
    self.latency = latency
    self.firstSign = firstSign
    self.output = Array(output.prefix(Self.outputLimit))
  }
}

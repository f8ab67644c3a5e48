/// What a run of a probe saw.
package struct ProbeEvidence: Sendable, Hashable {
  /// The status of an HTTP answer.
  package var status: Int?
  /// What a command returned.
  package var exitCode: Int?
  /// The first bytes of an HTTP body, the last ones of a command's output, or the line that was found; at most
  /// ``outputLimit``. Input from outside: any bytes at all.
  package var output: [UInt8]

  /// Makes evidence; ``output`` is not cut here.
  package init(status: Int? = nil, exitCode: Int? = nil, output: [UInt8] = []) {
    self.status = status
    self.exitCode = exitCode
    self.output = output
  }

  /// Nothing was seen.
  package static let none = ProbeEvidence()
  /// The most bytes of ``output``.
  package static let outputLimit = 4 << 10
}

/// The last bytes of an output, at most ``ProbeEvidence/outputLimit``.
struct OutputTail: Sendable {
  private var kept: [UInt8] = []

  /// Takes what came next. Amortized it costs what it copies.
  mutating func append(_ bytes: some Collection<UInt8>) {
    kept.append(contentsOf: bytes.suffix(ProbeEvidence.outputLimit))
    if kept.count > 4 * ProbeEvidence.outputLimit { kept = Self.tail(kept) }
  }

  var bytes: [UInt8] { Self.tail(kept) }

  private static func tail(_ all: [UInt8]) -> [UInt8] { Array(all.suffix(ProbeEvidence.outputLimit)) }
}

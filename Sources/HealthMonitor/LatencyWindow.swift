/// The latencies of the last results of a probe, and what is usual among them.
struct LatencyWindow: Sendable {
  /// How many are remembered: at 10 s a probe, twenty minutes.
  static let capacity = 128

  private var ring: [Int64] = []
  private var oldest = 0

  /// Adds one, in nanoseconds.
  mutating func add(_ latency: Int64) {
    if ring.count < Self.capacity {
      ring.append(latency)
    } else {
      ring[oldest] = latency
      oldest = (oldest + 1) % Self.capacity
    }
  }

  /// The latency that `share` of the results did not exceed, by the nearest rank; nil without results.
  func percentile(_ share: Double) -> Int64? {
    guard !ring.isEmpty else { return nil }
    let rank = Int((share * Double(ring.count)).rounded(.up))
    return ring.sorted()[min(max(rank, 1), ring.count) - 1]
  }
}

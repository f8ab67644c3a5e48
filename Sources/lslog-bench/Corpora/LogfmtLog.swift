internal import LogWire

/// `key=value` lines with a quoted message, as Go services print them.
struct LogfmtLog: TextSource {
  private static let events = Ranked([
    ("info", "flushed chunks to storage", "flush.go:214"), ("info", "query stats", "metrics.go:159"),
    ("debug", "compaction skipped, nothing to do", "compactor.go:402"),
    ("info", "POST /push accepted", "push.go:88"), ("warn", "stream limit is nearly reached", "limits.go:61"),
    ("info", "ring member is healthy again", "ring.go:330"),
    ("error", "failed to write the index; will retry", "index.go:517"),
    ("warn", "slow request", "http.go:142"),
  ])
  private static let components = ["ingester", "distributor", "querier", "compactor"]

  private let tenants: Ranked<String>
  private var dice: Dice

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    tenants = Ranked(MadeWords.make(60, seed: seed + 1).map { "\($0)-prod" })
  }

  mutating func line(at time: Timestamp) -> String {
    let (level, message, caller) = Self.events.pick(&dice)
    let tail: String
    switch level {
    case "error":
      tail = " err=\"open /data/index/\(dice.hex(8)): no space left on device\" attempt=\(dice.within(1...5))"
    case "warn": tail = " threshold=\(dice.within(1...9))00ms"
    default: tail = dice.isOne(in: 3) ? " bytes=\(dice.below(2_000_000)) cached=\(dice.isOne(in: 2))" : ""
    }
    return "ts=\(TimeText(time).iso) level=\(level) caller=\(caller) component=\(dice.pick(Self.components)) "
      + "msg=\"\(message)\" org_id=\(tenants.pick(&dice)) traceID=\(dice.hex(16)) "
      + "duration=\(dice.duration(usual: 30)).\(dice.below(1000))ms chunks=\(dice.below(64))\(tail)"
  }
}

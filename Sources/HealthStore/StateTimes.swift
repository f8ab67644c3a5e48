/// How long something was up and down within a time, in nanoseconds.
package struct StateTimes: Sendable, Hashable {
  package var up: Int64 = 0
  package var down: Int64 = 0
  /// Neither, since nobody meant it to be up: it was paused, starting, or had ended well.
  package var idle: Int64 = 0
  /// Nobody could tell.
  package var unknown: Int64 = 0
  /// It was not there, or nothing is known that far back.
  package var absent: Int64 = 0

  package init(up: Int64 = 0, down: Int64 = 0, idle: Int64 = 0, unknown: Int64 = 0, absent: Int64 = 0) {
    self.up = up
    self.down = down
    self.idle = idle
    self.unknown = unknown
    self.absent = absent
  }

  /// The share of the time up, of that up or down; nil if it was neither.
  package var uptime: Double? {
    up + down > 0 ? Double(up) / Double(up + down) : nil
  }

  /// How long the state is known.
  package var knownLength: Int64 { up + down + idle }

  /// The share of the whole time of which the state is known.
  package var known: Double {
    let whole = knownLength + unknown + absent
    return whole > 0 ? Double(knownLength) / Double(whole) : 0
  }
}

package import LogWire

extension TimeBuckets {
  private static let millisecond: UInt64 = 1_000_000
  private static let second = 1000 * millisecond
  private static let minute = 60 * second
  private static let hour = 60 * minute
  private static let day = 24 * hour
  private static let roundWidths: [UInt64] =
    [1, 2, 5, 10, 20, 50, 100, 200, 500].map { $0 * millisecond }
    + [1, 2, 5, 10, 15, 30].map { $0 * second } + [1, 2, 5, 10, 15, 30].map { $0 * minute }
    + [1, 2, 3, 6, 12].map { $0 * hour } + [1, 2, 7].map { $0 * day }

  /// At most `maximum` buckets from `first` to `last`, both included, of a width that people count in: 1, 2, 5, 10, … 500 ms, 1 s,
  /// 2 s, 5 s, … 1 m, … 7 d, and beyond these twice as much again and again. They begin at multiples of the width as the clock
  /// of `calendar` shows it at `first`; a change of the clock in between moves the later ones.
  package init(
    roundFrom first: Timestamp, to last: Timestamp, atMost maximum: Int, calendar: CivilCalendar
  ) {
    var widths = Self.roundWidths[...]
    var width = widths.removeFirst()
    while true {
      let start = Self.start(of: first, width: width, calendar)
      let span = UInt64(bitPattern: max(last, start).nanoseconds &- start.nanoseconds)
      let count = span / width + 1
      if count <= UInt64(max(2, maximum)) || width > UInt64.max / 4 {
        self.init(start: start, width: width, count: Int(count))
        return
      }
      width = widths.popFirst() ?? width * 2
    }
  }

  /// The last multiple of the width that is not after `time`.
  private static func start(of time: Timestamp, width: UInt64, _ calendar: CivilCalendar) -> Timestamp {
    let offset = clockOffset(at: time, calendar)
    let (shown, overflow) = time.nanoseconds.addingReportingOverflow(offset)
    guard !overflow, width <= UInt64(Int64.max) else { return .distantPast }
    let remainder = shown % Int64(width)
    let behind = remainder < 0 ? remainder + Int64(width) : remainder
    let (start, isBefore) = time.nanoseconds.subtractingReportingOverflow(behind)
    return isBefore ? .distantPast : Timestamp(nanoseconds: start)
  }

  /// How far the clock is ahead of UTC, in nanoseconds.
  private static func clockOffset(at time: Timestamp, _ calendar: CivilCalendar) -> Int64 {
    let billion = Int64(second)
    let seconds = time.nanoseconds / billion - (time.nanoseconds % billion < 0 ? 1 : 0)
    let shown = CivilCalendar.utc.seconds(calendar.civilTime(seconds)) ?? seconds
    let (offset, overflow) = (shown - seconds).multipliedReportingOverflow(by: billion)
    return overflow ? 0 : offset
  }
}

/// What a time zone does to moments: the two functions that ``TimeExpression`` and the output of times are given.
package struct CivilCalendar: Sendable {
  /// What the clock shows, given seconds since 1970-01-01T00:00:00Z.
  package let civilTime: @Sendable (_ seconds: Int64) -> CivilTime

  /// The moment, in seconds since 1970-01-01T00:00:00Z, when the clock shows a time; nil for a date that does not exist or
  /// can't be counted.
  ///
  /// Fields beyond their range carry over (day 0 is the last of the month before). Where the clock is set back and shows a
  /// time twice, the earlier moment; where it is set forward and leaves a time out, as if it had not been set yet.
  package let seconds: @Sendable (_ time: CivilTime) -> Int64?

  package init(
    civilTime: @escaping @Sendable (_ seconds: Int64) -> CivilTime,
    seconds: @escaping @Sendable (_ time: CivilTime) -> Int64?
  ) {
    self.civilTime = civilTime
    self.seconds = seconds
  }
}

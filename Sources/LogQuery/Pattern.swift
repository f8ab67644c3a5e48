package import LineContent
package import LogWire

/// Lines that differ only in their variables.
package struct Pattern: Sendable, Hashable {
  /// What the lines have in common, with ``Pattern/variable`` for each variable.
  package let template: [UInt8]
  /// How many lines there are.
  package let lines: Int
  /// How many of them lie in each of the report's buckets.
  package let trend: [Int]
  /// The time of the earliest and of the latest line.
  package let first: Timestamp
  package let last: Timestamp
  /// One of the latest lines.
  package let example: [UInt8]

  /// What stands for a variable.
  package static let variable: UInt8 = 0x11

  package init(
    template: [UInt8], lines: Int, trend: [Int], first: Timestamp, last: Timestamp, example: [UInt8]
  ) {
    self.template = template
    self.lines = lines
    self.trend = trend
    self.first = first
    self.last = last
    self.example = example
  }

  /// The level of the lines; nil if they have none, or if they have nothing in common.
  package var level: Level? { template == [Self.variable] ? nil : Level.find(in: example.span.bytes) }
}

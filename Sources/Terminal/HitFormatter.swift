package import LogQuery

/// Turns hits into bytes.
package protocol HitFormatter {
  /// Appends what is printed for `hit`, its line end included.
  mutating func append(_ hit: Hit, to bytes: inout [UInt8])

  /// Appends what is printed for a line near a hit, its line end included.
  mutating func append(context line: Hit, to bytes: inout [UInt8])

  /// Appends what tells lines apart that do not follow each other in a container's log, if anything does.
  mutating func appendGap(to bytes: inout [UInt8])
}

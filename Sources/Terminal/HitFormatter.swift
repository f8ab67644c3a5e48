package import LogQuery

/// Turns hits into bytes.
package protocol HitFormatter {
  /// Appends what is printed for `hit`, its line end included.
  mutating func append(_ hit: Hit, to bytes: inout [UInt8])
}

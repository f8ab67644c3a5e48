package import Quantities

/// `store.retention`: when sealed segments are deleted, oldest first; whichever comes first. Nil (`none`) means never.
package struct RetentionConfig: Sendable, Hashable {
  /// `store.retention.age`: since the segment's last line; 1 min or more.
  package var age: Duration? = .seconds(30 * 86400)
  /// `store.retention.size`: bytes of the whole store; not less than `store.segment.size`.
  package var size: ByteCount? = .gibibytes(10)

  /// All defaults.
  package init() {}
}

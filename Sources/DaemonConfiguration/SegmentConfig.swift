package import Quantities

/// `store.segment`: when a segment is sealed and the next begun; whichever comes first.
package struct SegmentConfig: Sendable, Hashable {
  /// `store.segment.size`: bytes of the file; 1 MiB to 64 GiB.
  package var size = ByteCount.mebibytes(256)
  /// `store.segment.age`: since its first line; 1 min to 366 d.
  package var age = Duration.seconds(24 * 3600)

  /// All defaults.
  package init() {}
}

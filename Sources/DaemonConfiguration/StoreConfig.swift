package import Quantities

/// `store`: where lines are kept and for how long.
package struct StoreConfig: Sendable, Hashable {
  /// `store.path`: an absolute folder. Nil: see ``StoreLocation``.
  package var path: String?
  /// `store.segment`: when a segment is sealed.
  package var segment = SegmentConfig()
  /// `store.retention`: when a sealed segment is deleted.
  package var retention = RetentionConfig()
  /// `store.line_limit`: a longer line is cut and marked; 1 KiB to 64 MiB.
  package var lineLimit = ByteCount.mebibytes(1)

  /// All defaults.
  package init() {}
}

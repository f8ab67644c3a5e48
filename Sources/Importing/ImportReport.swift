/// What an import has done so far.
package struct ImportReport: Sendable, Equatable {
  /// Lines stored.
  package var lines: Int64 = 0
  /// Bytes of the files read.
  package var bytes: Int64 = 0
  /// Bytes of the files read now or imported before.
  package var doneBytes: Int64 = 0
  /// Bytes of all the files; nil if one is a pipe, which has no size.
  package var totalBytes: Int64?
  /// Records that were passed over.
  package var skipped: Int64 = 0
  /// By how many bytes the store has grown.
  package var storedBytes: Int64 = 0
  /// Whether it ended before its end because it was told to.
  package var isInterrupted = false
}

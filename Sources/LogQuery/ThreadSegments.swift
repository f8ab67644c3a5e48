internal import LogStore

/// Segments that one thread has open by itself, since a reader of a segment is used by one thread.
final class ThreadSegments {
  private let store: StoreReader
  private var readers: [SegmentFile: SegmentReader] = [:]

  init(_ store: StoreReader) {
    self.store = store
  }

  deinit { store.giveBack(Array(readers.values)) }

  /// The segment, opened when it is first asked for.
  ///
  /// - Throws: ``Unavailable`` if it is not there any more; and as `StoreReader.open`.
  func reader(of file: SegmentFile) throws -> SegmentReader {
    if let known = readers[file] { return known }
    guard let opened = try store.take(file) ?? store.open(file) else { throw Unavailable() }
    readers[file] = opened
    return opened
  }

  /// A segment that the search has open was deleted before this thread opened it.
  struct Unavailable: Error {}
}

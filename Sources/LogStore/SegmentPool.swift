internal import Synchronization

/// Segments that stay open between one search and the next, for a process that lives long.
///
/// A segment is taken out while it is used, so that each is used by one thread. Those whose files are gone or renamed are
/// closed by the next ``keep(only:)``. The segment being written stays open as well; it can't be sealed meanwhile, so a process that
/// does not search all the time calls ``closeUnsealed()`` now and then.
package final class SegmentPool: @unchecked Sendable {
  // Unchecked: readers are no `Sendable`, but one that lies here is used by nobody, and the lock is held to put or take it.
  private let idle = Mutex<State>(State())

  private struct State: @unchecked Sendable {
    var readers: [SegmentFile: [SegmentReader]] = [:]
  }

  package init() {}

  /// An open reader of a segment, if there is one.
  func take(_ file: SegmentFile) -> SegmentReader? {
    idle.withLock { $0.readers[file]?.popLast() }
  }

  /// Takes readers back.
  package func give(_ readers: [SegmentReader]) {
    idle.withLock { state in
      for reader in readers { state.readers[reader.file, default: []].append(reader) }
    }
  }

  /// Closes the readers of all other files.
  func keep(only files: [SegmentFile]) {
    let files = Set(files)
    idle.withLock { state in state.readers = state.readers.filter { files.contains($0.key) } }
  }

  /// Closes the readers of segments that are not sealed.
  package func closeUnsealed() {
    idle.withLock { state in state.readers = state.readers.filter { !$0.key.name.isOpen } }
  }
}

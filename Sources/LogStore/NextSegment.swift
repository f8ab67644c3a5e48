internal import Dispatch
internal import Synchronization

/// The file of the segment that will come after the open one, made before it is needed: that takes long, and nobody must wait
/// for it in a commit.
///
/// It has the tables and nothing in them, and a name that no reader looks at. What a killed process leaves of it is removed at
/// the next start.
final class NextSegment: Sendable {
  private enum State {
    case none, making, ready
  }

  private let path: String
  private let queue = DispatchQueue(label: "lslog.store.next-segment")
  private let state = Mutex(State.none)

  /// - Parameter folder: that of the shard.
  init(folder: String) {
    path = folder + "/next.db.new"
  }

  /// Makes the file in the background, unless it is there.
  func prepare() {
    let isFirst = state.withLock { state in
      defer { if state == .none { state = .making } }
      return state == .none
    }
    guard isFirst else { return }
    queue.async { [self] in
      // If it can't be made, the next segment is made when it is needed; that tells why.
      let isMade = (try? SegmentSchema.create(path: path)) != nil
      state.withLock { $0 = isMade ? .ready : .none }
    }
  }

  /// Gives the file another name, if it is made.
  func take(as newPath: String) -> Bool {
    let isReady = state.withLock { state in
      defer { if state == .ready { state = .none } }
      return state == .ready
    }
    return isReady && (try? SystemCall.rename(path, to: newPath, isDurable: false)) != nil
  }

  /// Returns when nothing is being made.
  func finish() {
    queue.sync {}
  }

  /// Removes the file: nobody will take it.
  func discard() {
    queue.sync {
      for suffix in ["", "-wal", "-shm"] { try? SystemCall.unlink(path + suffix) }
      state.withLock { $0 = .none }
    }
  }
}

internal import Glibc
internal import LogQuery
internal import Platform

/// Waits for new lines, as long as somebody wants them.
///
/// The store is looked at five times a second: reading a few folders and one number of each open segment takes some hundred
/// microseconds of a second. inotify on the write-ahead logs tells no sooner (a collector stores ten times a second at
/// most), tells before the commit is to be seen, and needs a watch for each segment and shard that appears.
struct FollowPause {
  private static let milliseconds: Int32 = 200

  private let descriptor: Int32

  /// - Parameter descriptor: where the hits go; the wait ends when its reader leaves.
  init(writingTo descriptor: Int32) {
    self.descriptor = descriptor
    Interruption.watch()
  }

  /// Waits, or only looks if there is more to print.
  ///
  /// - Returns: false if nobody wants more: a signal came, or the other end of the pipe is closed.
  func wait(after round: FollowSearch.Round) -> Bool {
    guard Interruption.signal == nil else { return false }
    // Nothing is asked for; that there is an error or a hang-up is told nevertheless.
    var request = pollfd(fd: descriptor, events: 0, revents: 0)
    let found = unsafe poll(&request, 1, round == .upToDate ? Self.milliseconds : 0)
    return found <= 0 && Interruption.signal == nil
  }
}

internal import CSystemd
internal import Glibc

/// Where systemd-journald takes entries by its native protocol, through libsystemd.
///
/// libsystemd says nothing when the socket does not exist, and what waits in the socket of a journald that dies is lost. So
/// whoever sends looks at the socket before and after, see ``checkReceiver()``.
package struct JournalSocket: Sendable {
  /// Which file a socket is.
  private struct Identity: Equatable {
    var device: dev_t
    var inode: ino_t
  }

  private static let path = "/run/systemd/journal/socket"
  private var receiver: Identity?

  package init() {}

  /// Looks whether journald is there, and the one that was there at the last call.
  ///
  /// - Throws: ``JournalError`` if not: what was sent lately may be lost. The next call compares with the journald of now.
  package mutating func checkReceiver() throws(JournalError) {
    var status = stat()
    guard stat(Self.path, &status) == 0 else {
      receiver = nil
      throw JournalError("journald is not running: no socket at \(Self.path)")
    }
    let found = Identity(device: status.st_dev, inode: status.st_ino)
    defer { receiver = found }
    if let receiver, receiver != found { throw JournalError("journald was started anew") }
  }

  /// Sends an entry. When it returns, the entry has left the process, which is no promise that it arrived.
  package func send(_ entry: JournalEntry) throws(JournalError) {
    let result = withUnsafeTemporaryAllocation(of: iovec.self, capacity: entry.ends.count) { vectors in
      entry.bytes.withUnsafeBytes { bytes in
        var start = 0
        for (index, end) in entry.ends.enumerated() {
          let base = bytes.baseAddress.map { UnsafeMutableRawPointer(mutating: $0 + start) }
          vectors.initializeElement(at: index, to: iovec(iov_base: base, iov_len: end - start))
          start = end
        }
        return sd_journal_sendv(vectors.baseAddress, Int32(vectors.count))
      }
    }
    guard result == 0 else { throw JournalError("journald does not take entries", code: result) }
  }
}

extension JournalError {
  static func text(of errno: Int32) -> String { String(cString: strerror(errno)) }
}

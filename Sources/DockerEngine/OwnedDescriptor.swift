internal import Glibc

/// A file descriptor with one owner, closed once, at the end of its owner's life.
struct OwnedDescriptor: ~Copyable, Sendable {
  /// The number, for calls; not to be kept beyond the life of the owner.
  let raw: Int32

  /// Takes over a descriptor that nobody else closes.
  init(owning raw: Int32) {
    self.raw = raw
  }

  deinit {
    // EINTR is no reason to repeat it: Linux has closed it by then, see close(2).
    close(raw)
  }
}

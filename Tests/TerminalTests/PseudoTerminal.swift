import Glibc

/// A terminal of a given size that a test looks at from the other side.
final class PseudoTerminal {
  /// The side that programs write to.
  let descriptor: Int32
  private let other: Int32

  struct Failed: Error {}

  init(rows: UInt16, columns: UInt16) throws {
    // posix_openpt, unlockpt and ptsname are hidden from Swift; these are the ioctls that they make. Source: ioctl_tty(2).
    let setLock: UInt = 0x4004_5431
    let getNumber: UInt = 0x8004_5430
    other = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var number: Int32 = -1
    guard ioctl(other, setLock, &locked) == 0, ioctl(other, getNumber, &number) == 0 else { throw Failed() }
    descriptor = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard descriptor >= 0, ioctl(descriptor, UInt(TIOCSWINSZ), &size) == 0 else { throw Failed() }
  }

  deinit {
    close(descriptor)
    close(other)
  }

  /// What is on the way to the screen now. The terminal writes a carriage return before each line feed.
  func shown() -> String {
    _ = fcntl(other, F_SETFL, O_NONBLOCK)
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(other, &bytes, bytes.count)
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }
}

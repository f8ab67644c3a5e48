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

  /// Types a key.
  func type(_ key: Unicode.Scalar) {
    var byte = UInt8(ascii: key)
    _ = write(other, &byte, 1)
  }

  /// What was written to the screen. The terminal writes a carriage return before each line feed.
  ///
  /// The kernel passes it on in its own time: a mark is written behind it, and read until the mark comes.
  func shown() -> String {
    let mark: UInt8 = 0x1E
    guard withUnsafeBytes(of: mark, { write(descriptor, $0.baseAddress, 1) }) == 1 else { return "" }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.last != mark {
      let count = read(other, &part, part.count)
      guard count > 0 else { break }
      bytes += part.prefix(count)
    }
    return String(decoding: bytes.dropLast(), as: UTF8.self)
  }
}

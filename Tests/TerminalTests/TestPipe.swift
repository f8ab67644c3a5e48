import Glibc

/// A pipe to look into.
final class TestPipe {
  let writing: Int32
  private var reading: Int32

  struct Failed: Error {}

  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw Failed() }
    reading = ends[0]
    writing = ends[1]
    // Room for what a test writes, so that it does not wait for itself.
    _ = fcntl(writing, 1031 /* F_SETPIPE_SZ */, 1 << 20)
  }

  deinit {
    close(writing)
    if reading >= 0 { close(reading) }
  }

  /// The bytes that could be read now.
  func available() -> Int {
    var count: Int32 = 0
    return ioctl(reading, UInt(FIONREAD), &count) == 0 ? Int(count) : -1
  }

  func closeReading() {
    close(reading)
    reading = -1
  }
}

internal import Glibc

/// Whole files, without Foundation.
enum TextFile {
  /// Something outside that failed, in words.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The bytes of a file; empty if it can't be read.
  static func bytes(_ path: String) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return bytes(of: descriptor)
  }

  /// What is left to read of a descriptor.
  static func bytes(of descriptor: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(descriptor, &piece, piece.count)
      guard count > 0 else { return bytes }
      bytes += piece[..<count]
    }
  }

  /// At most `count` bytes from `offset`; none if the file can't be read.
  static func bytes(_ path: String, from offset: Int, count: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    return [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = max(pread(descriptor, buffer.baseAddress, count, off_t(offset)), 0)
    }
  }

  /// The text of a file; empty if it can't be read.
  static func read(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

  /// Replaces the content of a file, or makes it.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_TRUNC, 0o644)
    defer { close(descriptor) }
    try write(bytes, to: descriptor, path: path)
  }

  /// Writes all of `bytes`.
  ///
  /// - Parameter path: for the error.
  static func write(_ bytes: [UInt8], to descriptor: Int32, path: String) throws {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress.map { $0 + start }, bytes.count - start)
      }
      guard count > 0 else { throw Failure(description: "\(path): \(String(cString: strerror(errno)))") }
      start += count
    }
  }

  /// The size in bytes; 0 if there is no such file.
  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}

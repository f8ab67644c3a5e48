internal import Glibc
internal import LogStore
internal import LogWire

/// A file that is imported: its descriptor, and one buffer for what was read of it and not taken yet. Closed with the object.
final class SourceFile {
  /// How much is read at once.
  private static let readBytes = 1 << 20
  /// How long a record may be.
  static let maximumBytes = 64 << 20
  /// How much of a file's start tells it from others.
  private static let headBytes = 1024
  /// How much is read at most before the format is guessed.
  private static let guessedBytes = 1 << 16

  /// For messages.
  let path: String
  /// Whether it can be read from any place, and found again: it is a file, and no pipe.
  let isRegular: Bool
  /// Its size when it was opened; 0 if it is no regular file.
  let size: Int64
  /// When it was last written; if it is no regular file, now.
  let modified: Timestamp
  private let inode: UInt64
  private let descriptor: Int32
  private var buffer = [UInt8](repeating: 0, count: readBytes)
  private var filled = 0..<0
  /// Whether the end of the file was met.
  private(set) var isEnd = false

  /// - Parameter path: `-` is stdin.
  init(path: String, now: Timestamp) throws(ImportError) {
    self.path = path
    descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(path: path, action: "open", errno: errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .file(path: path, action: "examine", errno: errno) }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .file(path: path, action: "read", errno: EISDIR) }
    // What is redirected to stdin may have been read in part by another.
    isRegular = status.st_mode & S_IFMT == S_IFREG && path != "-"
    size = isRegular ? Int64(status.st_size) : 0
    inode = UInt64(status.st_ino)
    modified =
      isRegular
      ? Timestamp(nanoseconds: Int64(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(status.st_mtim.tv_nsec))
      : now
  }

  deinit { close(descriptor) }

  /// The size of a regular file; nil if it has none.
  static func regularSize(_ path: String) throws(ImportError) -> Int64? {
    guard path != "-" else { return nil }
    var status = stat()
    guard stat(path, &status) == 0 else { throw .file(path: path, action: "open", errno: errno) }
    return status.st_mode & S_IFMT == S_IFREG ? Int64(status.st_size) : nil
  }

  /// Gives `body` what was read and not taken yet.
  func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
    // A span can't be borrowed from an object. Nothing is copied: the array is not changed meanwhile.
    let bytes = buffer
    return body(bytes.span.bytes.extracting(filled))
  }

  /// Whether all that was read is taken.
  var isDrained: Bool { filled.isEmpty }

  /// Notes that the first `count` bytes are done with.
  func take(_ count: Int) {
    filled = filled.lowerBound + count..<filled.upperBound
  }

  /// Reads on behind what was read. Grows the buffer if what is in it is not taken.
  ///
  /// - Returns: false if a signal came first.
  func fill() throws(ImportError) -> Bool {
    if filled.lowerBound > 0 {
      buffer.withUnsafeMutableBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: bytes[..<filled.count])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[filled]))
      }
      filled = 0..<filled.count
    }
    if filled.count == buffer.count {
      buffer.append(contentsOf: repeatElement(0, count: buffer.count))
    }
    let count = buffer.withUnsafeMutableBytes { bytes in
      let free = UnsafeMutableRawBufferPointer(rebasing: bytes[filled.upperBound...])
      return read(descriptor, free.baseAddress, min(free.count, Self.readBytes))
    }
    guard count >= 0 else {
      if errno == EINTR { return false }
      throw .file(path: path, action: "read", errno: errno)
    }
    filled = filled.lowerBound..<filled.upperBound + count
    isEnd = count == 0
    return true
  }

  /// Whether there is enough to tell the format, and the file from others.
  var hasHead: Bool {
    filled.count >= Self.guessedBytes
      || (filled.count >= Self.headBytes && withBytes { $0.firstOffset(of: UInt8(ascii: "\n")) != nil })
  }

  /// Whether so much waits to be taken that it can't be a record.
  var isOverfull: Bool { filled.count >= Self.maximumBytes }

  /// Goes to a place in a regular file, forgetting what was read.
  func seek(to offset: Int64) throws(ImportError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else {
      throw .file(path: path, action: "go to byte \(offset)", errno: errno)
    }
    filled = 0..<0
    isEnd = false
  }

  /// What tells a regular file from others, to be found in the list of what was imported. Call when its start was read and
  /// nothing taken.
  func source(container: String, format: ImportFormat) -> ImportProgress.Source {
    let count = min(filled.count, Self.headBytes)
    return ImportProgress.Source(
      container: container, format: format.rawValue, inode: inode, headBytes: count, headHash: headHash(count)
    )
  }

  /// Whether `source` is this file, which may have grown since. Call when its start was read and nothing taken.
  func matches(_ source: ImportProgress.Source) -> Bool {
    source.inode == inode && source.headBytes <= filled.count && source.headHash == headHash(source.headBytes)
  }

  private func headHash(_ count: Int) -> UInt64 {
    let bytes = buffer
    return LineHash.hash(bytes.span.bytes.extracting(0..<count), stream: .stdout)
  }
}

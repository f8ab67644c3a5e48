internal import CArchive
internal import Glibc
internal import NIOCore

/// Writes a tar archive into memory, piece by piece, by libarchive: ustar, with pax headers only where ustar does not
/// suffice (long names, names that are not ASCII, 8 GiB and more).
///
/// All belongs to user and group 0. Source: <https://github.com/libarchive/libarchive/wiki/ManPageArchiveWrite3>, POSIX's pax.
final class TarWriter {
  private let archive: OpaquePointer
  private let entry: OpaquePointer
  private let output = Output()

  /// What was written and not taken yet.
  private final class Output {
    var buffer = ByteBuffer()
  }

  /// How much libarchive gathers before it passes it on.
  private static let blockSize: Int32 = 64 << 10

  /// - Throws: ``ContextError`` when libarchive refuses, which means that there is no memory.
  init() throws(ContextError) {
    guard let archive = archive_write_new(), let entry = archive_entry_new() else {
      throw ContextError(.archive("out of memory"), path: "")
    }
    self.archive = archive
    self.entry = entry
    try check(archive_write_set_format_pax_restricted(archive))
    try check(archive_write_set_bytes_per_block(archive, Self.blockSize))
    // The last block is not filled up.
    try check(archive_write_set_bytes_in_last_block(archive, 1))
    // The output lives as long as the archive, which is freed before it.
    let target = Unmanaged.passUnretained(output).toOpaque()
    try check(
      archive_write_open(
        archive, target, nil,
        { _, target, bytes, count in
          guard let target, let bytes else { return -1 }
          let output = Unmanaged<Output>.fromOpaque(target).takeUnretainedValue()
          output.buffer.writeBytes(UnsafeRawBufferPointer(start: bytes, count: count))
          return count
        }, nil))
  }

  deinit {
    // Otherwise libarchive would end an archive that was given up, and fill up the file that it is in: with gigabytes.
    archive_write_fail(archive)
    archive_entry_free(entry)
    archive_write_free(archive)
  }

  /// How many bytes were written and not taken yet.
  var pendingCount: Int { output.buffer.readableBytes }

  /// Takes what was written.
  func take() -> ByteBuffer {
    defer { output.buffer = ByteBuffer() }
    return output.buffer
  }

  /// Begins an entry; what it holds follows, `size` bytes.
  func begin(_ item: ContextEntry, size: Int64) throws(ContextError) {
    archive_entry_clear(entry)
    withCString(item.path) { archive_entry_copy_pathname(entry, $0) }
    archive_entry_set_perm(entry, item.permissions)
    archive_entry_set_mtime(entry, item.modified, 0)
    archive_entry_set_uid(entry, 0)
    archive_entry_set_gid(entry, 0)
    archive_entry_set_size(entry, size)
    switch item.kind {
    case .file, .bytes: archive_entry_set_filetype(entry, UInt32(S_IFREG))
    case .folder: archive_entry_set_filetype(entry, UInt32(S_IFDIR))
    case .link(let target):
      archive_entry_set_filetype(entry, UInt32(S_IFLNK))
      withCString(target) { archive_entry_copy_symlink(entry, $0) }
    }
    try check(archive_write_header(archive, entry), path: item.path)
  }

  /// Writes the first `count` of the bytes into the entry.
  func write(_ bytes: [UInt8], _ count: Int, path: [UInt8]) throws(ContextError) {
    var written = 0
    while written < count {
      let step = bytes.withUnsafeBytes { bytes in
        let part = UnsafeRawBufferPointer(rebasing: bytes[written..<count])
        return archive_write_data(archive, part.baseAddress, part.count)
      }
      guard step > 0 else { throw failure(path) }
      written += step
    }
  }

  /// Ends the entry.
  func end(path: [UInt8]) throws(ContextError) {
    try check(archive_write_finish_entry(archive), path: path)
  }

  /// Ends the archive.
  func close() throws(ContextError) {
    try check(archive_write_close(archive))
  }

  /// A warning is no failure: it is what libarchive says of a name that is not of the locale's characters, and which it
  /// writes as it is.
  private func check(_ status: Int32, path: [UInt8] = []) throws(ContextError) {
    guard status == ARCHIVE_OK || status == ARCHIVE_WARN else { throw failure(path) }
  }

  private func failure(_ path: [UInt8]) -> ContextError {
    let words = archive_error_string(archive).map { String(cString: $0) }
    return ContextError(.archive(words ?? "no reason given"), path: path)
  }
}

internal import Glibc

/// Why an import ended before its end. What was stored before stays stored.
package enum ImportError: Error, Equatable, CustomStringConvertible {
  /// A call of the file system failed.
  case file(path: String, action: String, errno: Int32)
  /// The file is compressed; the program unpacks it.
  case compressed(path: String, unpacker: String)
  /// The file is shorter than what was imported of it.
  case shrunk(path: String, size: Int64, offset: Int64)
  /// A record can't be read. `number` counts from 1.
  case bad(path: String, format: ImportFormat, number: Int64, offset: Int64, what: String)
  /// The file ends within a record.
  case truncated(path: String, format: ImportFormat, number: Int64, offset: Int64, what: String)
  /// A record, or a line made of several, has more bytes than are kept in memory.
  case tooLong(path: String, format: ImportFormat, number: Int64, offset: Int64, limit: Int)

  /// What happened, where, and what to do.
  package var description: String {
    switch self {
    case .file(let path, let action, let code):
      "\(path): can't \(action): \(strerror(code).map { String(cString: $0) } ?? "error \(code)")"
    case .compressed(let path, let unpacker):
      "\(path): compressed; unpack it on the way: \(unpacker) \(path) | lslog import --container NAME -"
    case .shrunk(let path, let size, let offset):
      """
      \(path): has \(size) bytes, and \(offset) were imported of it before: it was cut off or written anew; \
      --again imports it from its start
      """
    case .bad(let path, let format, let number, let offset, let what):
      """
      \(path): \(format.recordName) \(number), at byte \(offset), can't be read as \(format.rawValue): \(what)
      What stands before it is imported. Mend the file and run the command again, which goes on from here; or pass over \
      what is bad with --skip-bad; or name another --format.
      """
    case .truncated(let path, let format, let number, let offset, let what):
      """
      \(path): the file ends within \(format.recordName) \(number), which begins at byte \(offset) (\(what))
      What stands before it is imported. If the file is still being written, run the command again later, which goes on \
      from here; if it stays so, --skip-bad passes over it.
      """
    case .tooLong(let path, let format, let number, let offset, let limit):
      """
      \(path): \(format.recordName) \(number), at byte \(offset), or the line that it belongs to has more than \
      \(limit) bytes; is the format really \(format.rawValue)? What stands before it is imported.
      """
    }
  }
}

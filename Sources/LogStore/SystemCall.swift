internal import Glibc

/// The few calls of the file system that the store needs, with errors that name the path.
enum SystemCall {
  static func message(of code: Int32) -> String {
    strerror(code).map { String(cString: $0) } ?? "error \(code)"
  }

  /// Creates a folder and those above it. Existing ones are left as they are.
  static func makeDirectories(_ path: String, mode: mode_t = 0o750) throws(StoreError) {
    if mkdir(path, mode) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw .file(path: path, action: "create the folder", errno: errno)
    }
    try makeDirectories(String(path[..<slash]), mode: mode)
    guard mkdir(path, mode) == 0 || errno == EEXIST else {
      throw .file(path: path, action: "create the folder", errno: errno)
    }
  }

  /// The names in a folder, unsorted; empty if there is no such folder.
  static func names(in path: String) throws(StoreError) -> [String] {
    guard let directory = opendir(path) else {
      if errno == ENOENT { return [] }
      throw .file(path: path, action: "read the folder", errno: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: Int(entry.pointee.d_reclen)) {
          String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names
  }

  /// Renames, and makes the renaming durable if that is wanted.
  static func rename(_ path: String, to newPath: String, isDurable: Bool = true) throws(StoreError) {
    guard Glibc.rename(path, newPath) == 0 else {
      throw .file(path: path, action: "rename to \(newPath)", errno: errno)
    }
    if isDurable { syncDirectory(of: newPath) }
  }

  /// Deletes a file; one that is gone already is no error.
  static func unlink(_ path: String) throws(StoreError) {
    guard Glibc.unlink(path) == 0 || errno == ENOENT else {
      throw .file(path: path, action: "delete", errno: errno)
    }
  }

  /// Makes what was written to a file durable; one that is not there is no error.
  static func synchronize(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0, errno == ENOENT { return }
    guard descriptor >= 0 else { throw .file(path: path, action: "open", errno: errno) }
    defer { close(descriptor) }
    guard fdatasync(descriptor) == 0 else {
      throw .file(path: path, action: "write to the disk", errno: errno)
    }
  }

  /// The size in bytes; nil if the file is gone.
  static func size(of path: String) -> Int64? {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : nil
  }

  private static func syncDirectory(of path: String) {
    guard let slash = path.lastIndex(of: "/") else { return }
    let descriptor = open(String(path[..<slash]), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

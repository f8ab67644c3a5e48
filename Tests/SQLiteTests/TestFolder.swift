import FoundationEssentials

/// A folder that is deleted with this object.
final class TestFolder {
  let path: String

  init() throws {
    path = "\(FileManager.default.temporaryDirectory.path)/lslog-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { path + "/" + name }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }
}

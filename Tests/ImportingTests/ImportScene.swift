import FoundationEssentials
import Glibc
import Importing
import LogQuery
import LogStore
import LogWire
import Terminal
import TestSupport

/// A store and files to be imported into it.
final class ImportScene {
  let folder: TestFolder
  let layout: StoreLayout

  init() throws {
    folder = try TestFolder()
    layout = StoreLayout(path: folder.file("store"))
  }

  /// Writes a file; returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let path = folder.file(name)
    // In place, so that it stays the same file.
    if let handle = fopen(path, "r+") {
      defer { fclose(handle) }
      _ = fwrite(bytes, 1, bytes.count, handle)
      fflush(handle)
      ftruncate(fileno(handle), off_t(bytes.count))
    } else {
      try Data(bytes).write(to: URL(filePath: path))
    }
    return path
  }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try write(Array(text.utf8), to: name) }

  /// What an import did and said.
  struct Outcome {
    var report: ImportReport
    var notices: [ImportNotice]
    var error: ImportError?
  }

  /// Imports files. Begins and ends with the importer, as a process does.
  ///
  /// - Parameter steps: after so many looks at whether it is interrupted, it is.
  @discardableResult
  func run(
    _ paths: [String], _ settings: ImportSettings = .init(), limits: ShardWriter.Limits = .init(),
    steps: Int = .max
  ) throws -> Outcome {
    var notices: [ImportNotice] = []
    var left = steps
    let importer = try Importer(
      layout: layout, settings: settings, limits: limits, notify: { notices.append($0) },
      isInterrupted: {
        left -= 1
        return left < 0
      })
    do {
      try importer.run(paths)
      return Outcome(report: importer.report, notices: notices)
    } catch let error as ImportError {
      return Outcome(report: importer.report, notices: notices, error: error)
    }
  }

  /// All lines, as `lslog export` gives them.
  func hits(_ container: String? = nil) throws -> [Hit] {
    var hits: [Hit] = []
    let filter = try ContainerFilter(names: container.map { [$0] } ?? [], projects: [], resources: [])
    let report = try SearchEngine(layout: layout).search(SearchRequest(containers: filter)) { hit in
      hits.append(hit)
      return true
    }
    precondition(report.problems.isEmpty, "\(report.problems)")
    return hits
  }

  /// The bytes of all lines, as `-o raw` gives them.
  func raw(_ container: String? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    let formatter = RawHitFormatter()
    for hit in try hits(container) { formatter.append(hit, to: &bytes) }
    return bytes
  }

  /// What `lslog export` writes, without what numbers the lines of this store.
  func exported(from layout: StoreLayout? = nil) throws -> (bytes: [UInt8], lines: Int) {
    var bytes: [UInt8] = []
    var lines = 0
    var formatter = JSONHitFormatter(describesContainers: true)
    _ = try SearchEngine(layout: layout ?? self.layout).search(SearchRequest()) { hit in
      let unnumbered = Hit(
        time: hit.time, container: hit.container, stream: hit.stream, flags: hit.flags, epoch: 0, ordinal: 0,
        message: hit.message)
      formatter.append(unnumbered, to: &bytes)
      lines += 1
      return true
    }
    return (bytes, lines)
  }
}

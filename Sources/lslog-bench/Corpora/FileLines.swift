internal import Glibc
internal import LogWire

/// The lines of a text file, again from its start when it ends. Holds one line.
final class FileLines: LineSource {
  private let file: UnsafeMutablePointer<FILE>
  private var line: UnsafeMutablePointer<CChar>?
  private var capacity = 0

  /// - Throws: if the file can't be read or is empty.
  init(path: String) throws {
    guard TextFile.size(path) > 0, let file = fopen(path, "re") else {
      throw TextFile.Failure(description: "\(path): no lines can be read")
    }
    self.file = file
  }

  deinit {
    free(line)
    fclose(file)
  }

  func appendLine(at time: Timestamp, to bytes: inout [UInt8]) {
    var count = getline(&line, &capacity, file)
    if count < 0 {
      rewind(file)
      count = getline(&line, &capacity, file)
    }
    bytes.append(contentsOf: UnsafeRawBufferPointer(start: line, count: max(count, 0)))
    if bytes.last == 0x0A { bytes.removeLast() }
  }
}

internal import Glibc

/// Reads the text of a document that a person wrote.
package enum DocumentText {
  /// The most bytes a document may have.
  package static let limit = 1 << 20

  /// - Parameters:
  ///   - path: A file, or `-` for standard input.
  ///   - subject: What messages call the document: `the configuration`.
  /// - Throws: ``DocumentProblem`` when the file can't be read, is longer than ``limit`` or isn't UTF-8.
  package static func read(path: String, subject: String) throws(DocumentProblem) -> String {
    var problem = DocumentProblem(file: displayName(path: path), key: "", message: "")
    let reason: String
    switch bytes(path: path) {
    case .success(let bytes):
      if let text = String(validating: bytes, as: UTF8.self) { return text }
      reason = "the file is not UTF-8"
    case .failure(let failure): reason = failure.reason
    }
    problem.message = "can't read \(subject): \(reason)"
    throw problem
  }

  /// What messages call the path.
  package static func displayName(path: String) -> String {
    path == "-" ? "<stdin>" : path
  }

  private struct Failure: Error {
    var reason: String

    init(code: Int32) { reason = String(cString: strerror(code)) }

    init(_ reason: String) { self.reason = reason }
  }

  private static func bytes(path: String) -> Result<[UInt8], Failure> {
    guard path != "-" else { return readAll(STDIN_FILENO) }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return .failure(Failure(code: errno)) }
    defer { close(descriptor) }
    return readAll(descriptor)
  }

  private static func readAll(_ descriptor: Int32) -> Result<[UInt8], Failure> {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return .success(bytes) }
      if count < 0 {
        if errno == EINTR { continue }
        return .failure(Failure(code: errno))
      }
      bytes.append(contentsOf: buffer.prefix(count))
      guard bytes.count <= limit else { return .failure(Failure("the file is longer than 1MiB")) }
    }
  }
}

internal import Glibc

/// Reads the text of a configuration file.
package enum ConfigText {
  /// The most bytes a configuration may have.
  package static let limit = 1 << 20

  /// - Parameter path: A file, or `-` for standard input, which is how a child gets the text its supervisor has validated.
  /// - Throws: ``ConfigError`` when the file can't be read, is longer than ``limit`` or isn't UTF-8.
  package static func read(path: String) throws(ConfigError) -> String {
    let bytes: [UInt8]
    if path == "-" {
      bytes = try readAll(STDIN_FILENO, path: path)
    } else {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw failure(path, errnoText(errno)) }
      defer { close(descriptor) }
      bytes = try readAll(descriptor, path: path)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw failure(path, "the file is not UTF-8")
    }
    return text
  }

  /// What messages call the path.
  package static func displayName(path: String) -> String {
    path == "-" ? "<stdin>" : path
  }

  private static func readAll(_ descriptor: Int32, path: String) throws(ConfigError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count == 0 { return bytes }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, errnoText(errno))
      }
      bytes.append(contentsOf: buffer.prefix(count))
      guard bytes.count <= limit else { throw failure(path, "the file is longer than 1MiB") }
    }
  }

  private static func failure(_ path: String, _ reason: String) -> ConfigError {
    ConfigError(problems: [
      ConfigProblem(
        file: displayName(path: path), key: "", message: "can't read the configuration: \(reason)")
    ])
  }

  private static func errnoText(_ code: Int32) -> String {
    String(cString: strerror(code))
  }
}

internal import Glibc

/// A file with a secret.
package enum SecretFile {
  private static let limit = 4096

  /// Its bytes, without line ends at its end.
  ///
  /// - Throws: ``DeliveryError`` when it can't be read, or has nothing in it.
  package static func read(_ path: String) throws(DeliveryError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw DeliveryError("the secret in \(path) can't be read: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    let count = Glibc.read(descriptor, &bytes, bytes.count)
    guard count >= 0 else {
      throw DeliveryError("the secret in \(path) can't be read: \(String(cString: strerror(errno)))")
    }
    guard count <= limit else { throw DeliveryError("the secret in \(path) is longer than \(limit) bytes") }
    bytes.removeLast(bytes.count - count)
    while let last = bytes.last, last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r") {
      bytes.removeLast()
    }
    guard !bytes.isEmpty else { throw DeliveryError("the secret in \(path) is empty") }
    return bytes
  }
}

import Glibc
import TestSupport

/// Certificates made by openssl(1) when they are needed, so that none of them grows old.
final class TestAuthority {
  static let isAvailable = system("openssl version >/dev/null 2>&1") == 0

  private let folder: TestFolder

  /// Makes an authority.
  init() throws {
    folder = try TestFolder()
    try run("req -x509 \(Self.key) -keyout ca.key -out ca.pem -subj '/CN=test authority' -days 30")
  }

  /// The authority's certificate.
  var path: String { folder.file("ca.pem") }

  /// Makes a certificate for names such as `DNS:localhost` and `IP:127.0.0.1`.
  ///
  /// - Parameter days: how long it is valid from now; -1: it ended a day ago, which is all of the past that openssl 3.0 can do.
  func issue(_ names: String, days: Int) throws -> (chain: String, key: String) {
    let (request, key, chain) = ("r\(days).pem", "k\(days).pem", "c\(days).pem")
    try run("req \(Self.key) -keyout \(key) -out \(request) -subj /CN=server -addext subjectAltName=\(names)")
    try run(
      "x509 -req -in \(request) -CA ca.pem -CAkey ca.key -days \(days) -copy_extensions copy -out \(chain)")
    return (folder.file(chain), folder.file(key))
  }

  private static let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"

  private func run(_ arguments: String) throws {
    let status = system("cd '\(folder.path)' && openssl \(arguments) 2>openssl.log")
    guard status == 0 else { throw OpenSSLFailed(arguments: arguments, status: status) }
  }
}

struct OpenSSLFailed: Error {
  var arguments: String
  var status: Int32
}

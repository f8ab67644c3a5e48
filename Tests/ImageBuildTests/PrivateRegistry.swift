internal import FoundationEssentials
internal import Glibc
internal import TestSupport

/// A registry on loopback that wants a user and a password; ends with the object.
final class PrivateRegistry: Sendable {
  static let program = "/usr/bin/docker-registry"
  static let user = "builder"
  static let password = "s3cret"

  /// Whether there is such a program.
  static var isThere: Bool { access(program, X_OK) == 0 }

  /// How images of this registry begin.
  let name: String

  private let folder: TestFolder
  private let process: pid_t

  /// Waits until the registry listens.
  init() async throws {
    let folder = try TestFolder()
    let port = Int.random(in: 20_000..<30_000)
    let name = "127.0.0.1:\(port)"
    // The password in bcrypt.
    try Data("builder:$2b$04$9eaZSddMirhcTql6S1cocOMJRejEs2mR3HcXmzrwXeGI3CtsSudUG\n".utf8).write(
      to: URL(filePath: folder.file("users")))
    let settings = """
      version: 0.1
      storage: {filesystem: {rootdirectory: "\(folder.path)/data"}}
      http: {addr: "\(name)"}
      auth: {htpasswd: {realm: test, path: "\(folder.path)/users"}}
      log: {level: error, accesslog: {disabled: true}}
      """
    try Data(settings.utf8).write(to: URL(filePath: folder.file("config.yml")))
    var process = pid_t()
    let words: [String] = [Self.program, "serve", folder.file("config.yml")]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { for argument in arguments { free(argument) } }
    let status = posix_spawn(&process, Self.program, nil, nil, arguments, nil)
    guard status == 0 else { throw Mismatch(description: "docker-registry does not start: \(status)") }
    while !Self.listens(at: UInt16(port)) {
      guard waitpid(process, nil, WNOHANG) == 0 else { throw Mismatch(description: "docker-registry ended") }
      try await Task.sleep(for: .milliseconds(10))
    }
    self.folder = folder
    self.name = name
    self.process = process
  }

  private static func listens(at port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    return withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }

  deinit {
    kill(process, SIGKILL)
    waitpid(process, nil, 0)
  }
}

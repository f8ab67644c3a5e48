internal import Glibc

/// The Docker of the testbed, by its command and by its process.
struct LiveDocker {
  /// An image with a shell and `cat`.
  let image: String
  /// The endpoint, `unix://…`.
  let host: String
  /// The process that answers there.
  let dockerd: pid_t

  /// - Throws: ``CannotAsk`` where there is none, or one that is not on this machine.
  init() throws {
    guard let image = getenv("LSLOG_TEST_IMAGE"), let host = getenv("DOCKER_HOST") else {
      throw CannotAsk(
        reason:
          "not run, since this is not within 'testbed run': DOCKER_HOST and LSLOG_TEST_IMAGE are not set")
    }
    (self.image, self.host) = (String(cString: image), String(cString: host))
    guard let dockerd = Self.owner(ofSocket: self.host) else {
      throw CannotAsk(reason: "not run, since no dockerd of this machine answers at \(self.host)")
    }
    self.dockerd = dockerd
  }

  /// Runs the docker command and returns what it printed, without the line end.
  func command(_ arguments: [String]) throws -> String {
    guard let printed = try Program.output(of: ["docker"] + arguments) else {
      throw TextFile.Failure(description: "docker \(arguments.prefix(2).joined(separator: " ")) failed")
    }
    return String(printed.prefix { $0 != "\n" })
  }

  /// The process that listens at `unix:///path`.
  private static func owner(ofSocket host: String) -> pid_t? {
    let scheme = "unix://"
    guard host.hasPrefix(scheme) else { return nil }
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    guard connect(descriptor, toPath: String(host.dropFirst(scheme.count))) else { return nil }
    var peer = (pid: pid_t(0), user: uid_t(0), group: gid_t(0))
    var length = socklen_t(MemoryLayout.size(ofValue: peer))
    guard getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 else { return nil }
    return peer.pid
  }

  private static func connect(_ descriptor: Int32, toPath path: String) -> Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }
}

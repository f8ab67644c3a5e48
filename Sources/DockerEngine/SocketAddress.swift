internal import Glibc

/// An address to connect to, as the kernel wants it.
struct SocketAddress: Sendable {
  private var storage = sockaddr_storage()
  private var length: socklen_t = 0

  /// The address of a unix socket.
  ///
  /// - Parameter path: at most 107 bytes, as ``EngineEndpoint`` guarantees for parsed ones; longer ones are refused
  ///   with nil.
  init?(unixPath path: String) {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = Array(path.utf8)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { target in
      guard bytes.count < target.count else { return false }
      target.copyBytes(from: bytes)
      return true
    }
    guard fits else { return nil }
    withUnsafeMutableBytes(of: &storage) { target in
      withUnsafeBytes(of: address) { target.copyMemory(from: $0) }
    }
    length = socklen_t(MemoryLayout<sockaddr_un>.size)
  }

  /// An address that getaddrinfo(3) found.
  private init(_ info: addrinfo) {
    length = min(info.ai_addrlen, socklen_t(MemoryLayout<sockaddr_storage>.size))
    withUnsafeMutableBytes(of: &storage) { target in
      target.copyMemory(from: UnsafeRawBufferPointer(start: info.ai_addr, count: Int(length)))
    }
  }

  /// The addresses of a host, in the order in which they are to be tried. Blocks while a name is looked up.
  ///
  /// - Throws: ``ResolutionError``.
  static func resolve(host: String, port: Int) throws(ResolutionError) -> [SocketAddress] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    let status = getaddrinfo(host, "\(port)", &hints, &list)
    guard status == 0, let list else { throw ResolutionError(status: status) }
    defer { freeaddrinfo(list) }
    return sequence(first: list, next: { $0.pointee.ai_next }).map { SocketAddress($0.pointee) }
  }

  /// A host's name has no address.
  struct ResolutionError: Error, CustomStringConvertible {
    /// What getaddrinfo(3) returned.
    var status: Int32
    var description: String { "the host's address can't be found: " + String(cString: gai_strerror(status)) }
  }

  /// Whether this is a unix socket.
  var isUnix: Bool { storage.ss_family == sa_family_t(AF_UNIX) }

  /// A new non-blocking stream socket of this address's family, or the errno.
  func makeSocket() -> Result<Int32, ErrnoFailure> {
    let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
    let descriptor = socket(Int32(storage.ss_family), Int32(type), 0)
    return descriptor < 0 ? .failure(ErrnoFailure(errno: errno)) : .success(descriptor)
  }

  /// Begins to connect a socket. Returns 0 when it is connected, else the errno: `EINPROGRESS` while it is on the
  /// way.
  func connect(_ descriptor: Int32) -> Int32 {
    withUnsafePointer(to: storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        Glibc.connect(descriptor, address, length) == 0 ? 0 : errno
      }
    }
  }
}

/// A system call failed.
struct ErrnoFailure: Error {
  /// Why.
  var errno: Int32
}

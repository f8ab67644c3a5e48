import EngineTestSupport
import Glibc
import Synchronization

/// A server on a port of 127.0.0.1 that does with each connection what a script says, on a thread of its own.
final class TestServer: Sendable {
  let port: Int
  private let listener: Int32
  private let connections = Mutex(0)

  /// - Parameters:
  ///   - backlog: how many connections may wait to be accepted.
  ///   - script: nil: nothing is ever accepted.
  init(backlog: Int32 = 128, _ script: (@Sendable (TestConnection) -> Void)?) throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    self.listener = listener
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, length) == 0 && listen(listener, backlog) == 0
          && getsockname(listener, $0, &length) == 0
      }
    }
    guard isBound else { throw TestServerError(errno: errno) }
    port = Int(UInt16(bigEndian: address.sin_port))
    guard let script else { return }
    startThread { [weak self] in
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { break }
        self?.connections.withLock { $0 += 1 }
        startThread { script(TestConnection(descriptor)) }
      }
      close(listener)
    }
  }

  deinit { stop() }

  /// How many connections were accepted.
  var connectionCount: Int { connections.withLock { $0 } }

  /// Refuses connections from now on.
  func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

  /// Answers each request of each connection alike.
  static func answering(_ answer: String) throws -> TestServer {
    try TestServer { connection in
      while connection.readRequest() != nil { connection.send(answer) }
    }
  }

  /// A port at which nobody listens.
  static func freePort() throws -> Int {
    let server = try TestServer(nil)
    close(server.listener)
    return server.port
  }
}

struct TestServerError: Error { var errno: Int32 }

/// A connection; blocking. Closed when nobody has it any more.
final class TestConnection: Sendable {
  private let descriptor: Int32

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// The next request, its body as well; nil when the other side has closed.
  func readRequest() -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
      guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
      bytes.append(byte)
    }
    let head = String(decoding: bytes, as: UTF8.self)
    let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
      .flatMap { Int($0.split(separator: ":")[1].drop { $0 == " " }) }
    for _ in 0..<(length ?? 0) {
      guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// False if the other side has gone.
  @discardableResult
  func send(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }

  /// Closes with a reset instead of an end.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
  }

  /// Blocks until the other side has closed.
  func waitForHangUp() {
    var byte: UInt8 = 0
    while recv(descriptor, &byte, 1, 0) > 0 {}
  }
}

package import DockerEngine
internal import Glibc
internal import Logging
internal import Synchronization

/// A scripted engine on a unix socket, for what a real one can't be made to do on demand.
///
/// One blocking thread accepts, one serves each connection. `/_ping` is answered; anything else is the script's. Each
/// connection serves one request, so the script should end its answer with ``FakeConnection/hangUp()``.
package final class FakeEngine: Sendable {
  /// What serves one request: the connection and the request's target.
  package typealias Script = @Sendable (FakeConnection, String) -> Void

  /// The socket's path.
  package let path: String

  /// A client of this engine.
  package let engine: ReadOnlyEngine

  /// A client of this engine that may change things.
  package let lifecycle: LifecycleEngine

  /// Follows logs of this engine.
  package let reactor: FollowReactor

  private let listener: Int32

  /// Runs `body` while a fake engine serves by a script.
  package static func serve<Value>(
    _ script: @escaping Script, apiVersion: String = "1.41", during body: (FakeEngine) async throws -> Value
  ) async throws -> Value {
    let fake = try FakeEngine(apiVersion: apiVersion, script)
    do {
      let value = try await body(fake)
      await fake.stop()
      return value
    } catch {
      await fake.stop()
      throw error
    }
  }

  private init(apiVersion: String, _ script: @escaping Script) throws {
    let path = "/tmp/lslog-fake-\(getpid())-\(UInt64.random(in: 0 ... .max)).sock"
    let listener = try Self.listen(at: path)
    self.path = path
    self.listener = listener
    engine = try ReadOnlyEngine(endpoint: .unix(path: path), logger: .silent)
    lifecycle = try LifecycleEngine(endpoint: .unix(path: path), logger: .silent)
    reactor = try FollowReactor(engine: engine, logger: .silent)
    startThread {
      while true {
        let descriptor = accept(listener, nil, nil)
        guard descriptor >= 0 else { break }
        startThread { FakeConnection(descriptor).serve(apiVersion: apiVersion, script) }
      }
      // Here, since a number closed under accept may already be another's.
      close(listener)
    }
  }

  private static func listen(at path: String) throws -> Int32 {
    let listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, Glibc.listen(listener, 1024) == 0 else { throw FakeEngineError(errno: errno) }
    return listener
  }

  private func stop() async {
    reactor.shutdown()
    await engine.shutdown()
    await lifecycle.shutdown()
    // Wakes the accepting thread, which ends then.
    Glibc.shutdown(listener, Int32(SHUT_RDWR))
    unlink(path)
  }
}

/// The fake can't listen.
package struct FakeEngineError: Error {
  /// Why.
  package var errno: Int32
}

/// One accepted connection; blocking.
package final class FakeConnection: Sendable {
  private let descriptor: Int32
  private let isOpen = Mutex(true)
  private let request = Mutex<FakeRequest?>(nil)

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { hangUp() }

  func serve(apiVersion: String, _ script: FakeEngine.Script) {
    let line = readLine()
    request.withLock { $0 = FakeRequest(method: line.split(separator: " ").first.map(String.init) ?? "") }
    let target = line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
    guard target == "/_ping" else { return script(self, target) }
    readRestOfHead()
    send(
      "HTTP/1.1 200 OK\r\nApi-Version: \(apiVersion)\r\nServer: Docker/20.10.24 (linux)\r\n"
        + "Date: Mon, 23 Nov 2026 14:19:26 GMT\r\nContent-Length: 2\r\nConnection: close\r\n\r\nOK")
    hangUp()
  }

  /// Sends a text.
  package func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes; does nothing when the other side has gone.
  package func send(_ bytes: [UInt8]) {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      sent += count
    }
  }

  /// Answers a request whole, in HTTP/1.1, and closes.
  package func answer(status: String = "200 OK", _ body: String) {
    readRestOfHead()
    send("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)")
    hangUp()
  }

  /// Closes. With part of the request unread the other side gets a reset, else an end.
  package func hangUp() {
    isOpen.withLock { isOpen in
      if isOpen { close(descriptor) }
      isOpen = false
    }
  }

  /// Blocks until the other side has closed.
  package func waitForHangUp() {
    var byte: UInt8 = 0
    while recv(descriptor, &byte, 1, 0) > 0 {}
  }

  /// Reads the headers, unless they have been read.
  package func readRestOfHead() {
    _ = head
  }

  /// The method of the request.
  package var method: String { request.withLock { $0?.method ?? "" } }

  /// The headers of the request, their names in lower case.
  package var head: [String: String] {
    request.withLock { request in
      if let known = request?.headers { return known }
      var headers: [String: String] = [:]
      while true {
        let line = readLine()
        guard let colon = line.firstIndex(of: ":") else { break }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        headers[line[..<colon].lowercased()] = String(value)
      }
      request?.headers = headers
      return headers
    }
  }

  /// Reads the next chunk of a chunked body; nil at its end, or if the connection broke off.
  package func readChunk() -> [UInt8]? {
    readRestOfHead()
    guard let size = Int(readLine(), radix: 16) else { return nil }
    let chunk = read(count: size)
    _ = readLine()
    return size == 0 ? nil : chunk
  }

  /// Reads the body of the request, with a length or in chunks.
  package func readBody() -> [UInt8] {
    if let length = head["content-length"] { return read(count: Int(length) ?? 0) }
    guard head["transfer-encoding"] == "chunked" else { return [] }
    var body: [UInt8] = []
    while let chunk = readChunk() { body += chunk }
    return body
  }

  private func read(count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count < count {
      let got = recv(descriptor, &buffer, min(buffer.count, count - bytes.count), 0)
      guard got > 0 else { break }
      bytes += buffer[..<got]
    }
    return bytes
  }

  private func readLine() -> String {
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while recv(descriptor, &byte, 1, 0) == 1, byte != UInt8(ascii: "\n") {
      if byte != UInt8(ascii: "\r") { line.append(byte) }
    }
    return String(decoding: line, as: UTF8.self)
  }
}

/// What is known of the request of a connection.
private struct FakeRequest {
  var method: String
  /// nil while they have not been read.
  var headers: [String: String]?
}

package import DockerEngine
internal import FoundationEssentials
internal import Glibc
package import Logging

/// A real engine for tests, named by `LSLOG_TEST_DOCKER_HOST`; makes, starts and removes containers.
///
/// With requests of its own, since ``ReadOnlyEngine`` can't change anything. They block threads made for them: blocking
/// those that run tasks would hold up what is tested.
package struct TestEngine: Sendable {
  /// Where the engine is; always a unix socket.
  package let endpoint: EngineEndpoint
  /// An image with busybox in it.
  package let image: String

  private let path: String

  /// The engine of the environment; nil when there is none.
  package static let current: TestEngine? = {
    let environment = ProcessInfo.processInfo.environment
    guard let host = environment["LSLOG_TEST_DOCKER_HOST"], host.hasPrefix("unix://") else { return nil }
    return TestEngine(
      path: String(host.dropFirst("unix://".count)),
      image: environment["LSLOG_TEST_IMAGE"] ?? "lslog-testbed:busybox")
  }()

  private init(path: String, image: String) {
    endpoint = .unix(path: path)
    self.path = path
    self.image = image
  }

  /// What a container is made of, as the Engine API spells it.
  package struct Recipe: Sendable, Encodable {
    package var Image = ""
    package var Cmd: [String]
    package var Labels: [String: String] = [:]
    package var Tty = false
    package var Healthcheck: HealthTest?
    package var ExposedPorts: [String: Empty]?
    package var HostConfig = HostSettings()

    /// What the host does with it.
    package struct HostSettings: Sendable, Encodable {
      package var NetworkMode = "none"
      package var AutoRemove = false
      /// By `8080/tcp`.
      package var PortBindings: [String: [Binding]]?
    }

    /// An object without anything.
    package struct Empty: Sendable, Encodable {
      package init() {}
    }

    /// A free port of 127.0.0.1.
    package struct Binding: Sendable, Encodable {
      package var HostIp = "127.0.0.1"

      package init() {}
    }

    /// Its health check.
    package struct HealthTest: Sendable, Encodable {
      package var Test: [String]
      package var Interval: Int64 = 1_000_000_000
      package var Retries = 1
    }

    /// A container that runs a shell script.
    package init(
      _ script: String, labels: [String: String] = [:], autoRemove: Bool = false, health: String? = nil
    ) {
      Cmd = ["sh", "-c", script]
      Labels = labels
      HostConfig.AutoRemove = autoRemove
      Healthcheck = health.map { HealthTest(Test: ["CMD-SHELL", $0]) }
    }
  }

  /// Makes and starts a container; returns its id.
  package func run(_ recipe: Recipe) async throws -> String {
    var recipe = recipe
    recipe.Image = image
    struct Created: Decodable { var Id: String }
    let answer = try await post("/containers/create", JSONEncoder().encode(recipe))
    let id = try JSONDecoder().decode(Created.self, from: answer).Id
    _ = try await post("/containers/\(id)/start")
    return id
  }

  /// Kills a container.
  package func kill(_ id: String, signal: String = "KILL") async throws {
    _ = try await post("/containers/\(id)/kill?signal=\(signal)")
  }

  /// Makes a network of a bridge.
  package func createNetwork(_ name: String) async throws {
    _ = try await post("/networks/create", Data(#"{"Name":"\#(name)"}"#.utf8))
  }

  /// Removes a network in which no container is.
  package func removeNetwork(_ name: String) async throws {
    _ = try await call("DELETE", "/networks/\(name)", Data())
  }

  /// Freezes a container.
  package func pause(_ id: String) async throws {
    _ = try await post("/containers/\(id)/pause")
  }

  /// Lets a container that was frozen go on.
  package func unpause(_ id: String) async throws {
    _ = try await post("/containers/\(id)/unpause")
  }

  /// Restarts a container.
  package func restart(_ id: String) async throws {
    _ = try await post("/containers/\(id)/restart?t=0")
  }

  /// Removes a container, running or not.
  package func remove(_ id: String) async throws {
    _ = try await call("DELETE", "/containers/\(id)?force=1", Data())
  }

  /// A request was refused.
  package struct Refused: Error {
    /// The head and the body of the answer.
    package var answer: String
  }

  private func post(_ target: String, _ body: Data = Data()) async throws -> Data {
    try await call("POST", target, body)
  }

  private func call(_ method: String, _ target: String, _ body: Data) async throws -> Data {
    try await withCheckedThrowingContinuation { continuation in
      startThread { continuation.resume(with: Result { try block(method, target, body) }) }
    }
  }

  private func block(_ method: String, _ target: String, _ body: Data) throws -> Data {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) {
      $0.copyBytes(from: Array(path.utf8).prefix($0.count - 1))
    }
    let connected = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard connected == 0 else { throw Refused(answer: "connect: errno \(errno)") }
    let head =
      "\(method) /v1.41\(target) HTTP/1.0\r\nHost: docker\r\nContent-Type: application/json\r\n"
      + "Content-Length: \(body.count)\r\n\r\n"
    var request = Array(head.utf8) + Array(body)
    while !request.isEmpty {
      let count = send(descriptor, request, request.count, Int32(MSG_NOSIGNAL))
      guard count > 0 else { throw Refused(answer: "send: errno \(errno)") }
      request.removeFirst(count)
    }
    return try split(readAll(descriptor))
  }

  private func readAll(_ descriptor: Int32) -> [UInt8] {
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      guard count > 0 else { return answer }
      answer.append(contentsOf: buffer[..<count])
    }
  }

  private func split(_ answer: [UInt8]) throws -> Data {
    let text = String(decoding: answer, as: UTF8.self)
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
    guard text.hasPrefix("HTTP/1.0 2"), parts.count == 2 else { throw Refused(answer: text) }
    return Data(parts[1].utf8)
  }
}

extension Logger {
  /// A logger that says nothing.
  package static let silent = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
}

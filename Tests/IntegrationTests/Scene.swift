import FoundationEssentials
import Glibc
import Testing

/// What one test works with: an lslogd, the containers it collects from, and a folder that they can read.
///
/// The containers carry a project's name that no other test has, and lslogd selects by it, so any number of tests can
/// share an engine.
final class Scene: Sendable {
  /// The label's value, and the start of each container's name.
  let project: String
  let daemon: LogDaemon

  /// Runs a test and clears away what it made, however it ends.
  static func with(
    _ name: String, _ config: DaemonConfig = DaemonConfig(), _ body: (Scene) async throws -> Void
  ) async throws {
    let scene = try Scene(name, config)
    do {
      try await body(scene)
    } catch {
      Issue.record("\(name): the log of lslogd ends: \(scene.daemon.log.suffix(3000))")
      await scene.clear()
      throw error
    }
    await scene.clear()
  }

  private init(_ name: String, _ config: DaemonConfig) throws {
    project = "it-\(name)-\(String(UInt32.random(in: 0 ... .max), radix: 36))"
    daemon = try LogDaemon(directory: "/tmp/lslog-\(project)", project: project, config: config)
    mkdir(dataDirectory, 0o755)
  }

  /// What containers see as `/data`, and can't write to.
  var dataDirectory: String { "\(daemon.directory)/data" }

  /// Puts a file into `/data`.
  func provide(_ bytes: [UInt8], as name: String) throws {
    try Data(bytes).write(to: URL(filePath: "\(dataDirectory)/\(name)"))
  }

  private func clear() async {
    try? await daemon.killEverything()
    try? await remove(containers: containers())
    if let networks = try? await docker("network", "ls", "--quiet", "--filter", "name=\(project)").text {
      for network in networks.split(separator: "\n") {
        _ = try? await docker("network", "rm", String(network))
      }
    }
    if Testbed.environment["LSLOG_TEST_KEEP"] == nil {
      try? FileManager.default.removeItem(atPath: daemon.directory)
    }
  }
}

// MARK: - Containers

extension Scene {
  /// How a container is made.
  struct Options: Sendable {
    var driver = "json-file"
    var hasTTY = false
    var network = "none"
    /// Further options of `docker create`.
    var more: [String] = []
  }

  /// Runs `docker`, which must succeed.
  @discardableResult
  func docker(_ arguments: String...) async throws -> Command.Output {
    try await Command("docker", arguments).succeed()
  }

  /// Makes a network for containers that are to be reached. It goes when the test ends.
  func makeNetwork() async throws -> String {
    try await docker("network", "create", project)
    return project
  }

  /// Starts a container that runs a shell script. Returns its name.
  @discardableResult
  func run(_ name: String, _ options: Options = Options(), script: String) async throws -> String {
    try await Command("docker", ["run", "--detach"] + arguments(name, options, script)).succeed()
    return "\(project)-\(name)"
  }

  /// Makes a container without starting it. Returns its name.
  @discardableResult
  func create(_ name: String, _ options: Options = Options(), script: String) async throws -> String {
    try await Command("docker", ["create"] + arguments(name, options, script)).succeed()
    return "\(project)-\(name)"
  }

  /// The bytes that Docker kept of a container's stdout, or of both streams when `errors` is true.
  func dockerLogs(_ container: String) async throws -> Command.Output {
    try await Command("docker", ["logs", container]).succeed(within: .seconds(120))
  }

  /// Waits until a container has ended and Docker has all it wrote.
  func awaitExit(_ container: String, within limit: Duration = .seconds(90)) async throws {
    try await Command("docker", ["wait", container]).succeed(within: limit)
  }

  private func arguments(_ name: String, _ options: Options, _ script: String) -> [String] {
    [
      "--name", "\(project)-\(name)", "--label", "lightshuttle.project=\(project)", "--network",
      options.network,
    ]
      + ["--label", "lightshuttle.resource=\(name)", "--log-driver", options.driver]
      + ["--volume", "\(dataDirectory):/data:ro", "--stop-timeout", "2"]
      + (options.hasTTY ? ["--tty"] : []) + options.more + [Testbed.image, "sh", "-c", script]
  }

  private func containers() async throws -> [String] {
    try await docker("ps", "--all", "--quiet", "--filter", "label=lightshuttle.project=\(project)").text
      .split(separator: "\n").map(String.init)
  }

  private func remove(containers: [String]) async throws {
    if !containers.isEmpty {
      try await Command("docker", ["rm", "--force", "--volumes"] + containers).succeed(within: .seconds(120))
    }
  }
}

// MARK: - lslog

extension Scene {
  /// Runs `lslog` on this store.
  func lslog(_ command: String, _ arguments: [String], within limit: Duration = .seconds(120)) async throws
    -> Command.Output
  {
    try await Command(
      Testbed.program("lslog"), [command, "--store", daemon.store] + arguments,
      environment: ["LSLOG_RUNTIME_DIR": daemon.runtimeDirectory]
    ).run(within: limit)
  }

  /// What `lslog search -o raw` gives back of a container, or of one of its streams.
  func raw(_ container: String, _ stream: String? = nil, _ more: String...) async throws -> [UInt8] {
    let arguments = ["-o", "raw", "-c", container] + (stream.map { ["--stream", $0] } ?? []) + more
    return try await lslog("search", arguments).bytes
  }

  /// The lines of a container, oldest first.
  func lines(_ container: String) async throws -> [StoredLine] {
    try await lslog("search", ["-o", "json", "-c", container]).bytes.split(separator: UInt8(ascii: "\n"))
      .map { try JSONDecoder().decode(StoredLine.self, from: Data($0)) }
  }

  /// Waits until the newest line of a container is this one.
  func awaitLast(_ line: String, of container: String, within limit: Duration = .seconds(120)) async throws {
    var last = ""
    do {
      try await eventually("\(line) is the last line", within: limit, every: .milliseconds(100)) {
        last = String(decoding: try await raw(container, nil, "-n", "1"), as: UTF8.self)
        return last == line || last == "\(line)\n"
      }
    } catch let error as NotInTime {
      throw NotInTime(what: error.what, limit: limit, last: last)
    }
  }

  /// Waits until a query finds something, in any container or in one.
  func awaitHit(_ query: String, of container: String? = nil, within limit: Duration = .seconds(20))
    async throws
  {
    let arguments = [query, "-n", "1"] + (container.map { ["-c", $0] } ?? [])
    try await eventually("\(query) is found", within: limit, every: .milliseconds(5)) {
      try await lslog("search", arguments).status == 0
    }
  }

  /// Waits until a container's raw lines are as many bytes as expected, then compares them.
  func expectRaw(
    _ container: String, _ stream: String? = nil, equals expected: [UInt8],
    within limit: Duration = .seconds(30),
    _ location: SourceLocation = #_sourceLocation
  ) async throws {
    var found: [UInt8] = []
    // What is missing is said below.
    try? await eventually("\(container) has \(expected.count) bytes", within: limit) {
      found = try await raw(container, stream)
      return found.count >= expected.count
    }
    expectSame(found, expected, container, location)
  }
}

/// A line of `lslog search -o json`.
struct StoredLine: Decodable, Sendable {
  var time: String
  var stream: String
  var message: String
  var epoch: Int64
  var ordinal: Int64
}

/// Expects two long byte strings to be the same, and says where they differ in a few words.
func expectSame(
  _ found: [UInt8], _ expected: [UInt8], _ what: String, _ location: SourceLocation = #_sourceLocation
) {
  let isSame = found == expected
  #expect(isSame, "\(what): \(firstDifference(found, expected))", sourceLocation: location)
}

private func firstDifference(_ found: [UInt8], _ expected: [UInt8]) -> String {
  let offset =
    zip(found, expected).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, expected.count)
  func excerpt(_ bytes: [UInt8]) -> String {
    String(decoding: bytes[max(offset - 40, 0)..<min(offset + 40, bytes.count)], as: UTF8.self)
      .debugDescription
  }
  return """
    \(found.count) bytes instead of \(expected.count), which differ at \(offset): \(excerpt(found)) instead of \
    \(excerpt(expected))
    """
}

import FoundationEssentials
import Glibc
import Synchronization

/// An lslogd with a store, a configuration and a runtime folder of its own.
final class LogDaemon: Sendable {
  /// Holds all of its files; stands in the arguments of each of its processes.
  let directory: String
  private let project: String
  private let state: Mutex<State>

  private struct State {
    var config: DaemonConfig
    var process: RunningProcess?
    /// How long the log was when the process started.
    var logOffset = 0
  }

  init(directory: String, project: String, config: DaemonConfig) throws {
    self.directory = directory
    self.project = project
    state = Mutex(State(config: config))
    for folder in [directory, store, runtimeDirectory] { mkdir(folder, 0o755) }
    try write(config)
  }

  var store: String { "\(directory)/store" }
  var runtimeDirectory: String { "\(directory)/run" }
  var configPath: String { "\(directory)/lslogd.yml" }
  var logPath: String { "\(directory)/lslogd.log" }

  /// What all processes since the first start said on stderr.
  var log: String { (try? String(contentsOfFile: logPath, encoding: .utf8)) ?? "" }

  /// What they said since the last start.
  var recentLog: String {
    String(decoding: Array(log.utf8).dropFirst(state.withLock(\.logOffset)), as: UTF8.self)
  }

  /// The supervisor's pid while it runs.
  var pid: pid_t? { state.withLock(\.process)?.pid }

  /// `lslogd`, to be run with this configuration.
  func command(_ arguments: [String] = []) -> Command {
    Command(
      Testbed.program("lslogd"), ["--config", configPath] + arguments,
      environment: ["LSLOG_RUNTIME_DIR": runtimeDirectory])
  }

  /// Starts all processes and waits until each said that it is ready.
  func start(_ config: DaemonConfig? = nil) async throws {
    if let config { try write(config) }
    let log = try Descriptor.appending(to: logPath)
    let length = Array(self.log.utf8).count
    let process = try command().spawn(output: log.number, errors: log.number)
    state.withLock {
      $0.process = process
      $0.logOffset = length
    }
    try await awaitReady(since: length)
  }

  /// Replaces the configuration and has it read; waits until the processes that it started are ready.
  func reload(_ config: DaemonConfig) async throws {
    try write(config)
    signal(SIGHUP)
    try await eventually("lslogd runs \(config.collectors) collectors, and no others") {
      processes().compactMap(\.shards) == Array(repeating: config.collectors, count: config.collectors)
    }
  }

  /// Replaces the configuration's file by any text.
  func write(text: String) throws {
    try text.write(toFile: configPath, atomically: true, encoding: .utf8)
  }

  /// Sends a signal to the supervisor.
  func signal(_ signal: Int32) {
    state.withLock(\.process)?.signal(signal)
  }

  /// Waits for the supervisor's end.
  func exitStatus(within limit: Duration = .seconds(30)) async throws -> Int32 {
    guard let process = state.withLock(\.process) else { return 0 }
    let status = try await process.exitStatus(within: limit)
    state.withLock { $0.process = nil }
    return status
  }

  /// Stops it as systemd would. Returns the exit code.
  @discardableResult
  func stop() async throws -> Int32 {
    signal(SIGTERM)
    return try await exitStatus()
  }

  /// Kills the supervisor and all of its processes by SIGKILL, at once.
  func killEverything() async throws {
    try await eventually("no process of lslogd is left", every: .milliseconds(1)) {
      let left = processes()
      for process in left { kill(process.pid, SIGKILL) }
      return left.isEmpty
    }
    _ = try await exitStatus()
  }

  /// The processes that run, the supervisor and its children: those that name this folder in their arguments.
  func processes() -> [ProcessEntry] {
    ProcessEntry.all(naming: directory)
  }

  private func write(_ config: DaemonConfig) throws {
    state.withLock { $0.config = config }
    try write(text: config.yaml(project: project, store: store))
  }

  private func awaitReady(since offset: Int) async throws {
    let config = state.withLock(\.config)
    var names = (0..<config.collectors).map { "collector-\($0)" } + ["prober"]
    if config.journalTag != nil { names.append("forwarder") }
    try await eventually("lslogd is ready: \(log.suffix(2000))") {
      if let status = state.withLock(\.process)?.exitStatus {
        throw EndedEarly(status: status, log: recentLog)
      }
      let lines = recentLog.split(separator: "\n").filter { $0.contains("process ready") }
      return names.allSatisfy { name in lines.contains { $0.hasSuffix("child.name=\(name)") } }
    }
  }
}

/// lslogd ended though it should run.
struct EndedEarly: Error, CustomStringConvertible {
  var status: Int32
  var log: String

  var description: String { "lslogd ended with exit status \(status): \(log.suffix(2000))" }
}

/// A process of this machine.
struct ProcessEntry: Sendable, CustomStringConvertible {
  var pid: pid_t
  /// The program's name and arguments, each followed by a space.
  var arguments: String

  var description: String { "\(pid) \(arguments)" }

  /// What stands behind `--shards`.
  var shards: Int? {
    let words = arguments.split(separator: " ")
    guard let index = words.firstIndex(of: "--shards"), index + 1 < words.count else { return nil }
    return Int(words[index + 1])
  }

  /// The lslogd processes with a text in their arguments; zombies have none.
  static func all(naming text: String) -> [ProcessEntry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { Int32($0) }.compactMap { pid in
      guard let file = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline"), !file.isEmpty else {
        return nil
      }
      let arguments = String(decoding: file.map { $0 == 0 ? UInt8(ascii: " ") : $0 }, as: UTF8.self)
      guard arguments.contains("lslogd"), arguments.contains(text) else { return nil }
      return ProcessEntry(pid: pid, arguments: arguments)
    }
  }
}

import FoundationEssentials
import Testing

/// The machine that the tests run on, as `Tests/Testbed/testbed` describes it in the environment.
enum Testbed {
  /// The environment of the tests.
  static let environment = ProcessInfo.processInfo.environment

  /// Whether there is an engine that the tests may use.
  static var isUp: Bool { environment["LSLOG_TEST_DOCKER_HOST"] != nil }

  /// Whether dockerd is the testbed's own, so that it may be restarted.
  static var ownsDockerd: Bool { isUp && environment["LSLOG_TEST_DOCKERD_RESTART"] != nil }

  /// Whether a journal can be read.
  static var hasJournal: Bool {
    isUp && FileManager.default.fileExists(atPath: "/run/systemd/journal/socket")
  }

  /// Whether journald is the testbed's own, so that it may be stopped.
  static var ownsJournald: Bool { isUp && environment["LSLOG_TEST_JOURNALD_STOP"] != nil }

  /// Whether containers can be given a limit of memory.
  static var limitsMemory: Bool {
    let controllers = try? String(contentsOfFile: "/sys/fs/cgroup/cgroup.controllers", encoding: .utf8)
    return controllers?.contains("memory") ?? FileManager.default.fileExists(atPath: "/sys/fs/cgroup/memory")
  }

  /// The engine's endpoint: `unix://…`.
  static var dockerHost: String { environment["LSLOG_TEST_DOCKER_HOST"] ?? "" }

  /// An image with busybox.
  static var image: String { environment["LSLOG_TEST_IMAGE"] ?? "lslog-testbed:busybox" }

  /// The path of `lslogd` or `lslog`.
  static func program(_ name: String) -> String {
    "\(environment["LSLOG_TEST_BIN"] ?? ".build/release")/\(name)"
  }

  /// Runs one of the testbed's commands for faults.
  ///
  /// - Parameters:
  ///   - variable: What names it, such as `LSLOG_TEST_DOCKERD_RESTART`.
  ///   - options: What it is given beside.
  static func disturb(_ variable: String, _ options: String = "") async throws {
    let command = try #require(environment[variable])
    try await Command("sh", ["-c", "\(command) \(options)"]).succeed(within: .seconds(120))
  }
}

extension Trait where Self == ConditionTrait {
  /// The test needs a real engine.
  static var needsDocker: Self {
    .enabled(if: Testbed.isUp, "needs a testbed: Tests/Testbed/testbed run -- swift test")
  }

  /// The test restarts dockerd.
  static var needsDockerdOfOurOwn: Self {
    .enabled(if: Testbed.ownsDockerd, "needs a dockerd that may be restarted")
  }

  /// The test reads the journal.
  static var needsJournal: Self { .enabled(if: Testbed.hasJournal, "needs a running systemd-journald") }

  /// The test stops journald.
  static var needsJournaldOfOurOwn: Self {
    .enabled(if: Testbed.ownsJournald, "needs a journald that may be stopped")
  }
}

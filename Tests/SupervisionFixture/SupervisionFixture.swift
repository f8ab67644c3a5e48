import CLinux
import FoundationEssentials
import Glibc
import Logging
import Supervision

/// A supervisor and its child as real processes, for what only real processes show: deaths, signals, pipes.
///
///     supervise KIND    runs one child of that kind, and tells on its own status pipe what happens to it
///     child             says ready, then waits for its stop
///     stubborn          says ready and ignores every stop
@main
struct SupervisionFixture {
  @MainActor static func main() async throws {
    let environment = ProcessInfo.processInfo.environment
    switch CommandLine.arguments.dropFirst().first {
    case "supervise": exit(try supervise(environment))
    case "child":
      let context = try ChildContext.enter(environment: environment)
      try await context.runUntilStopped { status in
        status.following(3)
        status.status("umask \(String(umask(0o027), radix: 8)), dumpable \(lslog_is_dumpable())")
        status.ready()
        await waitForCancellation()
      }
    case "stubborn":
      let context = try ChildContext.enter(environment: environment)
      context.status.ready()
      while true { pause() }
    default: exit(64)
    }
  }

  @MainActor static func supervise(_ environment: [String: String]) throws -> Int32 {
    let kind = CommandLine.arguments.dropFirst(2).first ?? "child"
    let plan = SupervisorPlan(children: [
      ChildSpec(name: "only", kind: .collector, arguments: ["SupervisionFixture", kind])
    ])
    let supervisor = Supervisor(
      plan: plan, signals: try SignalPipe.catching([SIGTERM, SIGINT, SIGHUP]), notifier: nil,
      environment: environment, logger: Logger(label: "fixture") { _ in SwiftLogNoOpLogHandler() },
      reload: { plan },
      observe: { report in
        switch report {
        case .started(_, let pid): say("STATUS=started \(pid)")
        case .ready: say("READY=1")
        case .stopped(_, let end): say("STATUS=\(end)")
        default: break
        }
      })
    return supervisor.run()
  }

  static func waitForCancellation() async {
    let (stream, continuation) = AsyncStream.makeStream(of: Never.self)
    for await _ in stream {}
    continuation.finish()
  }

  static func say(_ text: String) {
    let line = Array("\(text)\n".utf8)
    write(3, line, line.count)
  }
}

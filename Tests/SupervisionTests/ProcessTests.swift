import CLinux
import FoundationEssentials
import Glibc
import Supervision
import Testing

/// What only whole processes show: `SupervisionFixture` is started as a process, and tells on its status pipe how it is.
@Suite struct ProcessTests {
  /// A running fixture; killed when the test is done with it.
  final class Fixture {
    let process: ChildProcess
    private var heard: [StatusMessage] = []

    init(_ arguments: String...) throws {
      let spec = ChildSpec(
        name: "fixture", kind: .collector, executable: try Self.path(),
        arguments: ["SupervisionFixture"] + arguments)
      process = try ChildProcess(spec, environment: ["\(ChildContext.supervisorVariable)=\(getpid())"])
    }

    deinit {
      process.send(SIGKILL)
      _ = waitReadable(process.endDescriptor)
      _ = process.reap()
    }

    /// The program is built into the folder of the tests' own.
    private static func path() throws -> String {
      let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      let candidates = (CommandLine.arguments + [own]).compactMap { argument in
        argument.lastIndex(of: "/").map { "\(argument[..<$0])/SupervisionFixture" }
      }
      return try #require(candidates.first { access($0, X_OK) == 0 }, "no fixture among \(candidates)")
    }

    /// The next thing it says, but for heartbeats.
    func next() throws -> StatusMessage {
      while true {
        heard += process.messages().filter { $0 != .alive }
        if !heard.isEmpty { return heard.removeFirst() }
        try #require(waitReadable(try #require(process.statusDescriptor, "the fixture has ended")))
      }
    }

    func end() throws -> ChildEnd {
      try #require(waitReadable(process.endDescriptor), "the fixture does not end")
      return try #require(process.reap())
    }
  }

  /// A supervisor whose child has said that it is ready, and a descriptor that tells of the child's end.
  func startSupervisor(_ kind: String) throws -> (supervisor: Fixture, child: Descriptor) {
    let supervisor = try Fixture("supervise", kind)
    guard case .text(let started) = try supervisor.next() else { throw CancellationError() }
    let pid = try #require(Int32(started.dropFirst("started ".count)))
    let child = Descriptor(owning: lslog_pidfd_open(pid))
    try #require(child.number >= 0)
    #expect(try supervisor.next() == .ready)
    return (supervisor, child)
  }

  @Test(arguments: ["child", "stubborn"]) func noChildOutlivesAKilledSupervisor(_ kind: String) throws {
    let (supervisor, child) = try startSupervisor(kind)
    supervisor.process.send(SIGKILL)
    #expect(try supervisor.end() == .signalled(SIGKILL))
    #expect(waitReadable(child.number))
  }

  @Test(arguments: [SIGTERM, SIGINT]) func aSignalStopsSupervisorAndChildGracefully(_ signal: Int32) throws {
    let (supervisor, child) = try startSupervisor("child")
    supervisor.process.send(signal)
    #expect(try supervisor.next() == .text("exited with code 0"))
    #expect(try supervisor.end() == .exited(0))
    #expect(waitReadable(child.number))
  }

  @Test func aChildWhoseLifelineEndsLeavesByItself() throws {
    let child = try Fixture("child")
    #expect(try child.next() == .following(3))
    #expect(try child.next() == .text("umask 27, dumpable 0"))
    #expect(try child.next() == .ready)
    child.process.lifeline = nil
    #expect(try child.end() == .exited(0))
  }

  @Test func aChildIgnoresTheTerminalsInterruptAndStopsOnSIGTERM() throws {
    let child = try Fixture("child")
    while try child.next() != .ready {}
    child.process.send(SIGINT)
    child.process.send(SIGTERM)
    #expect(try child.end() == .exited(0))
  }
}

/// Whether the descriptor becomes readable within 30 s.
private func waitReadable(_ descriptor: Int32) -> Bool {
  var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
  var count = poll(&state, 1, 30000)
  while count < 0, errno == EINTR { count = poll(&state, 1, 30000) }
  return count == 1
}

import DockerEngine
import EngineTestSupport
import Probes
import Testing

@Suite("Exec probes on a real dockerd", .enabled(if: TestEngine.current != nil), .timeLimit(.minutes(3)))
struct ExecProbeTests {
  /// Runs `body` with a container that sleeps.
  private func withContainer(
    _ body: (ProbeRunner, ProbeTarget, TestEngine) async throws -> Void
  ) async throws {
    let docker = try #require(TestEngine.current)
    let id = try await docker.run(.init("exec sleep 3600"))
    let result = await Result { () async throws in
      try await RunnerScene.with(execEngine: docker.endpoint) { runner in
        try await body(runner, ProbeTarget(id: id, name: "web"), docker)
      }
    }
    try? await docker.remove(id)
    try result.get()
  }

  @Test func theExitCodeDecides() async throws {
    try await withContainer { runner, target, _ async throws in
      let passed = try await runner.run(ProbeSettings([.exec: "echo fine; exit 0"]), on: target)
      #expect(passed.outcome == .passed)
      #expect(passed.evidence.exitCode == 0)
      #expect(passed.output == "fine\n")
      let failed = try await runner.run(ProbeSettings([.exec: "echo bad >&2; exit 3"]), on: target)
      #expect(failed.outcome == .failed(reason: "exit code 3"))
      #expect(failed.evidence.exitCode == 3)
      #expect(failed.output == "bad\n")
    }
  }

  @Test func wordsAreNotSplit() async throws {
    try await withContainer { runner, target, _ async throws in
      let result = try await runner.run(ProbeSettings([.exec: #"["echo", "a  b", "$HOME"]"#]), on: target)
      #expect(result.output == "a  b $HOME\n")
    }
  }

  @Test func theLast4KiBOfTheOutputAreKept() async throws {
    try await withContainer { runner, target, _ async throws in
      let result = try await runner.run(ProbeSettings([.exec: "seq 1 100000; exit 1"]), on: target)
      #expect(result.outcome == .failed(reason: "exit code 1"))
      #expect(result.evidence.output.count == ProbeEvidence.outputLimit)
      #expect(result.output.hasSuffix("\n99999\n100000\n"))
    }
  }

  @Test func aCommandThatIsNotThereFails() async throws {
    try await withContainer { runner, target, _ async throws in
      let result = try await runner.run(ProbeSettings([.exec: #"["no-such-program"]"#]), on: target)
      guard case .failed(let reason) = result.outcome else {
        Issue.record("\(result)")
        return
      }
      #expect(
        reason.contains("no-such-program") || result.evidence.exitCode == 127
          || result.evidence.exitCode == 126)
    }
  }

  @Test func aCommandThatTakesTooLongIsNotStartedTwice() async throws {
    try await withContainer { runner, target, _ async throws in
      let script = "echo begun; touch /tmp/begun-$$; while [ ! -e /tmp/go ]; do sleep 0.1; done"
      let slow = ProbeSettings([.exec: script, .timeout: "3s"])
      let first = try await runner.run(slow, on: target)
      #expect(first.outcome == .failed(reason: "the command still runs after 3s"))
      #expect(first.output == "begun\n")
      let second = try await runner.run(slow, on: target)
      #expect(second.outcome.reason?.hasPrefix("the command of an earlier run still runs, for ") == true)
      // Another probe of the container is not held up, and sees one command only.
      let count = await runner.run(
        try ProbeSettings([.exec: "ls /tmp/begun-* | wc -l; touch /tmp/go"]).spec(named: "other"), on: target)
      #expect(count.output == "1\n")
      var third = try await runner.run(slow, on: target)
      while third.outcome.reason?.hasPrefix("the command of an earlier run") == true {
        try Task.checkCancellation()
        third = try await runner.run(slow, on: target)
      }
      #expect(third.outcome == .passed)
    }
  }

  @Test func aPausedContainerIsNotKnown() async throws {
    try await withContainer { runner, target, docker async throws in
      try await docker.pause(target.id)
      let result = try await runner.run(ProbeSettings([.exec: "true"]), on: target)
      guard case .undetermined(let reason) = result.outcome else {
        Issue.record("\(result)")
        return
      }
      #expect(reason.contains("paused"))
      try await docker.unpause(target.id)
      #expect(try await runner.run(ProbeSettings([.exec: "true"]), on: target).outcome == .passed)
    }
  }

  @Test func aContainerThatDoesNotRunIsNotKnown() async throws {
    try await withContainer { runner, target, docker async throws in
      try await docker.kill(target.id)
      let engine = try ReadOnlyEngine(endpoint: docker.endpoint, logger: .silent)
      while try await engine.inspectContainer(target.id)?.state != .exited { try Task.checkCancellation() }
      await engine.shutdown()
      let result = try await runner.run(ProbeSettings([.exec: "true"]), on: target)
      #expect(!result.outcome.isPass)
      #expect(result.outcome != .failed(reason: result.outcome.reason ?? ""))
    }
  }

  @Test func aRemovedContainerIsNotKnown() async throws {
    try await withContainer { runner, target, docker async throws in
      try await docker.remove(target.id)
      let result = try await runner.run(ProbeSettings([.exec: "true"]), on: target)
      #expect(result.outcome == .undetermined(reason: "the container is gone"))
    }
  }

  @Test func aCommandWhoseContainerEndsHasFailed() async throws {
    try await withContainer { runner, target, docker async throws in
      async let result = runner.run(
        ProbeSettings([.exec: "touch /tmp/begun; sleep 3600", .timeout: "1m"]), on: target)
      let isBegun = try ProbeSettings([.exec: "test -e /tmp/begun"]).spec(named: "begun")
      while await runner.run(isBegun, on: target).outcome != .passed { try Task.checkCancellation() }
      try await docker.kill(target.id)
      #expect(try await !result.outcome.isPass)
    }
  }
}

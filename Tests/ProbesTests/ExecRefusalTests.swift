import DockerEngine
import EngineTestSupport
import Probes
import Synchronization
import Testing

@Suite("Exec probes on a scripted engine", .timeLimit(.minutes(1)))
struct ExecRefusalTests {
  @Test func commandsAreNotAllowedUnlessThereIsAnEngineForThem() async throws {
    let result = try await RunnerScene.with { try await $0.run(ProbeSettings([.exec: "true"])) }
    #expect(
      result.outcome
        == .undetermined(
          reason: "commands are not allowed; set health.exec to true in lslogd.yml to allow them"))
  }

  @Test func anEngineThatIsAwayIsNotTheContainersFault() async throws {
    let away = EngineEndpoint.unix(path: "/tmp/lslog-no-such-engine.sock")
    let result = try await RunnerScene.with(execEngine: away) {
      try await $0.run(ProbeSettings([.exec: "true"]))
    }
    guard case .undetermined = result.outcome else {
      Issue.record("\(result)")
      return
    }
  }

  @Test func anEngineThatHangsIsNotTheContainersFault() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.waitForHangUp()
    } during: { fake in
      let result = try await RunnerScene.with(execEngine: .unix(path: fake.path)) {
        try await $0.run(ProbeSettings([.exec: "true", .timeout: "300ms"]))
      }
      #expect(result.outcome == .undetermined(reason: "the engine did not answer within 300ms"))
    }
  }

  @Test func onlyTheRequestsOfACommandAreMade() async throws {
    let seen = Mutex<[String]>([])
    try await FakeEngine.serve { connection, target in
      let body = String(decoding: connection.readBody(), as: UTF8.self)
      seen.withLock { $0.append("\(connection.method) \(target) \(body)") }
      if target.hasSuffix("/exec") {
        connection.answer(status: "201 Created", #"{"Id":"e1"}"#)
      } else if target.hasSuffix("/start") {
        connection.readRestOfHead()
        connection.send("HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n")
        connection.send([1, 0, 0, 0, 0, 0, 0, 3] + Array("out".utf8) + [2, 0, 0, 0, 0, 0, 0, 3])
        connection.send("err")
        connection.hangUp()
      } else {
        connection.answer(#"{"Running":false,"ExitCode":7}"#)
      }
    } during: { fake in
      let result = try await RunnerScene.with(execEngine: .unix(path: fake.path)) {
        try await $0.run(ProbeSettings([.exec: #"["a","b\"c"]"#]))
      }
      #expect(result.outcome == .failed(reason: "exit code 7"))
      #expect(result.output == "outerr")
    }
    let id = RunnerScene.target.id
    #expect(
      seen.withLock { $0 } == [
        #"POST /v1.41/containers/\#(id)/exec {"AttachStdout":true,"AttachStderr":true,"Cmd":["a","b\"c"]}"#,
        #"POST /v1.41/exec/e1/start {"Detach":false,"Tty":false}"#,
        "GET /v1.41/exec/e1/json ",
      ])
  }
}

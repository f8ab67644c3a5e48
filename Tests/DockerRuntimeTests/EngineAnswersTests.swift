import ContainerRuntime
import DockerEngine
import DockerRuntime
import EngineTestSupport
import ImageBuild
import Synchronization
import Testing

/// What a real engine can't be made to say on demand.
@Suite("Answers of a scripted engine", .timeLimit(.minutes(1)))
struct EngineAnswersTests {
  private static let id = ContainerID("c1")
  private static let container =
    #"{"Id":"c1","Name":"/c1","State":{"Status":"running"},"Config":{"Tty":false}}"#

  private func with(
    _ script: @escaping FakeEngine.Script, _ body: (DockerRuntime) async throws -> Void
  ) async throws {
    try await FakeEngine.serve(script) { fake in
      try await body(DockerRuntime(engine: fake.lifecycle))
    }
  }

  private func frame(_ payload: String, stream: UInt8 = 1) -> [UInt8] {
    let length = UInt32(payload.utf8.count)
    return [stream, 0, 0, 0] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * UInt32($0))) }
      + Array(payload.utf8)
  }

  /// The chunks of a log of these bytes, and what the reading threw.
  private func log(
    _ bytes: [UInt8], isCut: Bool = false, options: LogOptions = LogOptions()
  ) async throws -> (chunks: [LogChunk], error: RuntimeError?) {
    let chunks = Chunks()
    let thrown = Mutex<RuntimeError?>(nil)
    try await with { connection, target in
      guard target.contains("/logs") else { return connection.answer(Self.container) }
      #expect(target.contains("timestamps=1") && target.contains("stdout=1") && target.contains("stderr=1"))
      connection.readRestOfHead()
      let length = bytes.count + (isCut ? 1 : 0)
      connection.send("HTTP/1.1 200 OK\r\nContent-Length: \(length)\r\nConnection: close\r\n\r\n")
      connection.send(bytes)
      connection.hangUp()
    } _: { runtime in
      do {
        try await runtime.logs(of: Self.id, options: options) { await chunks.add($0) }
      } catch let error as RuntimeError {
        thrown.withLock { $0 = error }
      }
    }
    return (await chunks.all, thrown.withLock { $0 })
  }

  @Test func timestampedLineGivesItsTimeAndLosesItsPrefixAlsoWithNothingBehindIt() async throws {
    let (chunks, error) = try await log(
      frame("1970-01-01T00:00:01.000000005Z one\n") + frame("1970-01-01T00:00:02.000000000Z ", stream: 2)
        + frame("1970-01-01T00:00:03.000000000Z \n") + frame("1970-01-01T02:00:04.5+02:00 two\n"))
    #expect(error == nil)
    #expect(
      chunks == [
        LogChunk(stream: .stdout, time: 1_000_000_005, bytes: Array("one\n".utf8)),
        LogChunk(stream: .stderr, time: 2_000_000_000, bytes: []),
        LogChunk(stream: .stdout, time: 3_000_000_000, bytes: Array("\n".utf8)),
        LogChunk(stream: .stdout, time: 4_500_000_000, bytes: Array("two\n".utf8)),
      ])
  }

  @Test func lineWithoutATimeIsPassedOnAsItIsWithTheTimeOfReading() async throws {
    let lines = [
      "no time here\n", "nospace\n", "1969-12-31T23:59:59.000000000Z old\n", "2026-01-01T00:00:00Z\n", "\n",
    ]
    let (chunks, error) = try await log(lines.flatMap { frame($0) })
    #expect(error == nil)
    #expect(chunks.map { String(decoding: $0.bytes, as: UTF8.self) } == lines)
    // After 2020, by whatever clock this runs.
    #expect(chunks.allSatisfy { $0.time > 1_577_836_800_000_000_000 })
  }

  @Test func olderLinesThatTheEngineSendsBehindTheFirstAreLeftOut() async throws {
    let (chunks, error) = try await log(
      frame("1970-01-01T00:00:05.000000000Z at\n") + frame("1970-01-01T00:00:04.000000000Z old\n", stream: 2)
        + frame("unstamped\n") + frame("1970-01-01T00:00:06.000000000Z later\n", stream: 2),
      options: LogOptions(since: 5_000_000_000))
    #expect(error == nil)
    #expect(chunks.text == "at\nunstamped\nlater\n")
  }

  @Test func brokenLogGivesItsLinesAndThenAnError() async throws {
    let whole = frame("1970-01-01T00:00:01.000000000Z one\n")
    let inFrame = try await log(whole + whole.dropLast(3))
    #expect(inFrame.chunks.text == "one\n")
    guard case .logStream? = inFrame.error else {
      Issue.record("\(String(describing: inFrame.error))"); return
    }
    let inAnswer = try await log(whole, isCut: true)
    #expect(inAnswer.chunks.text == "one\n")
    guard case .logStream? = inAnswer.error else {
      Issue.record("\(String(describing: inAnswer.error))"); return
    }
    let garbage = try await log(whole + Array("<html>oops</html>".utf8))
    #expect(garbage.chunks.text == "one\n")
    #expect(garbage.error?.description.contains("not a frame header") == true)
    let reported = try await log(whole + frame("Error grabbing logs: bad\n", stream: 3))
    #expect(reported.error?.description.contains("Error grabbing logs: bad") == true)
  }

  @Test func errorInsideThePullStreamIsAnError() async throws {
    let image = try ImageReference(parsing: "nginx:1")
    let steps = Mutex<[ImageProgress]>([])
    try await with { connection, target in
      if connection.method == "GET" { return connection.answer(status: "404 Not Found", "{}") }
      #expect(target.hasSuffix("/images/create?fromImage=nginx&tag=1"))
      connection.answer(
        #"{"status":"Pulling fs layer","progressDetail":{},"id":"aa"}"# + "\r\n"
          + #"{"status":"Downloading","progressDetail":{"current":5,"total":9},"id":"aa"}"#
          + #"{"errorDetail":{"message":"no basic auth"},"error":"no basic auth"}"# + "\r\n")
    } _: { runtime in
      await #expect(throws: RuntimeError.pull(image: "nginx:1", .init("no basic auth"))) {
        try await runtime.ensureImage(image, policy: .missing) { step in steps.withLock { $0.append(step) } }
      }
    }
    #expect(
      steps.withLock { $0 } == [
        ImageProgress(item: "aa", text: "Pulling fs layer", kind: .step),
        ImageProgress(item: "aa", text: "Downloading", kind: .transfer(done: 5, total: 9)),
      ])
  }

  @Test(arguments: [
    (#"{"status":"Downloading""#, "broke off"), ("<html>", "can't be understood"), ("", "without the image"),
    (#"{"status":7}"#, "can't be understood"),
  ])
  func pullThatEndsOddlyIsAnError(answer: String, words: String) async throws {
    try await with { connection, _ in
      if connection.method == "GET" { return connection.answer(status: "404 Not Found", "{}") }
      connection.answer(answer)
    } _: { runtime in
      let image = try ImageReference(parsing: "nginx")
      let error = await #expect(throws: RuntimeError.self) {
        try await runtime.ensureImage(image, policy: .always, progress: nil)
      }
      guard case .pull("nginx:latest", let cause)? = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(cause.description.contains(words))
    }
  }

  @Test func networkThatSomebodyElseMadeMeanwhileIsASuccess() async throws {
    let answers = Mutex(["404 Not Found", "409 Conflict", "200 OK"])
    try await with { connection, _ in
      _ = connection.readBody()
      let status = answers.withLock { $0.isEmpty ? "500 Too Many" : $0.removeFirst() }
      connection.answer(status: status, #"{"Labels":{"lightshuttle.project":"p"}}"#)
    } _: { runtime in
      try await runtime.ensureNetwork(project: "p")
    }
    #expect(answers.withLock { $0.isEmpty })
  }

  @Test func refusalsNameTheOperationTheStatusAndTheEnginesWords() async throws {
    let cause = { (error: RuntimeError?) -> (String, RuntimeError.Cause)? in
      switch error {
      case .networkCreate(let name, let cause): ("create \(name)", cause)
      case .networkRemove(let name, let cause): ("remove \(name)", cause)
      case .stop(let id, let cause): ("stop \(id)", cause)
      case .remove(let id, let cause): ("rm \(id)", cause)
      case .start(let name, let cause): ("start \(name)", cause)
      case .inspect(let id, let cause): ("inspect \(id)", cause)
      default: nil
      }
    }
    try await with { connection, _ in
      _ = connection.readBody()
      connection.answer(status: "500 Internal Server Error", #"{"message":"out of luck"}"#)
    } _: { runtime in
      let id = Self.id
      let operations: [(String, () async throws -> Void)] = [
        ("create lightshuttle-p", { try await runtime.ensureNetwork(project: "p") }),
        ("remove lightshuttle-p", { try await runtime.removeNetwork(project: "p") }),
        ("stop c1", { try await runtime.stop(id, grace: .seconds(1)) }),
        ("rm c1", { try await runtime.remove(id, volumes: false) }),
        ("start c1", { try await runtime.restart(id, grace: .seconds(1)) }),
        ("inspect c1", { _ = try await runtime.inspect(id) }),
        ("inspect the project p", { _ = try await runtime.list(project: "p") }),
      ]
      for (name, operation) in operations {
        let error = await #expect(throws: RuntimeError.self) { try await operation() }
        let found = cause(error)
        #expect(found?.0 == name)
        #expect(found?.1.status == 500 && found?.1.description.contains("out of luck") == true)
      }
    }
  }

  @Test func statusesThatMeanNothingIsToBeDoneAreNoErrors() async throws {
    let targets = Mutex<[String]>([])
    try await with { connection, target in
      targets.withLock { $0.append("\(connection.method) \(target)") }
      connection.answer(status: target.contains("/stop") ? "304 Not Modified" : "404 Not Found", "")
    } _: { runtime in
      try await runtime.stop(Self.id, grace: .milliseconds(1500))
      try await runtime.remove(Self.id, volumes: true)
      try await runtime.removeNetwork(project: "p")
    }
    #expect(
      targets.withLock { $0 } == [
        "POST /v1.41/containers/c1/stop?t=2", "DELETE /v1.41/containers/c1?force=1&v=1",
        "GET /v1.41/networks/lightshuttle-p",
      ])
  }

  // As long as its process is being killed, it is called running.
  @Test(arguments: ["removing", "running"])
  func removalThatIsUnderWayIsWaitedFor(_ state: String) async throws {
    let isGone = Mutex(false)
    try await with { connection, target in
      if target.contains("/wait") {
        isGone.withLock { $0 = true }
        return connection.answer(#"{"StatusCode":0}"#)
      }
      if connection.method == "GET" {
        guard isGone.withLock({ !$0 }) else { return connection.answer(status: "404 Not Found", "{}") }
        return connection.answer(#"{"Id":"c1","State":{"Status":"\#(state)"}}"#)
      }
      connection.answer(
        status: "409 Conflict", #"{"message":"removal of container c1 is already in progress"}"#)
    } _: { runtime in
      try await runtime.remove(Self.id, volumes: true)
    }
    #expect(isGone.withLock { $0 })
  }

  // The wait is refused as well, or ends because the removal failed.
  @Test(arguments: [
    ("409 Conflict", #"{"message":"it is protected"}"#), ("200 OK", #"{"StatusCode":137}"#),
  ])
  func removalThatIsRefusedOrFailsIsAnError(_ status: String, _ waited: String) async throws {
    try await with { connection, target in
      if connection.method == "GET" { return connection.answer(Self.container) }
      if target.contains("/wait") { return connection.answer(status: status, waited) }
      connection.answer(status: "409 Conflict", #"{"message":"it is protected"}"#)
    } _: { runtime in
      let error = await #expect(throws: RuntimeError.self) {
        try await runtime.remove(Self.id, volumes: true)
      }
      #expect(error?.description.contains("it is protected") == true)
    }
  }

  @Test func containerThatVanishesWhileTheyAreListedIsLeftOut() async throws {
    try await with { connection, target in
      if target.contains("/containers/json") { return connection.answer(#"[{"Id":"c1"},{"Id":"c2"}]"#) }
      if target.contains("/c2/") { return connection.answer(status: "404 Not Found", "{}") }
      connection.answer(Self.container)
    } _: { runtime in
      let names = try await runtime.list(project: "p").map(\.name)
      #expect(names == ["c1"])
    }
  }

  @Test(arguments: [
    ("created", nil, ContainerStatus.starting), ("running", nil, .running),
    ("running", "starting", .starting),
    ("running", "healthy", .healthy), ("running", "unhealthy", .unhealthy), ("paused", nil, .starting),
    ("restarting", nil, .starting), ("removing", nil, .starting),
    ("exited", "unhealthy", .stopped(exitCode: 9)),
    ("dead", nil, .stopped(exitCode: 9)), ("brand-new", nil, .starting),
  ])
  func stateAndHealthMakeAStatus(state: String, health: String?, status: ContainerStatus) async throws {
    let wire = health.map { #","Health":{"Status":"\#($0)"}"# } ?? ""
    try await with { connection, _ in
      connection.answer(#"{"Id":"c1","State":{"Status":"\#(state)","ExitCode":9\#(wire)}}"#)
    } _: { runtime in
      let found = try await runtime.inspect(Self.id)
      #expect(found == status)
    }
  }

  @Test func garbageIsAnErrorThatSaysSo() async throws {
    try await with { connection, _ in
      connection.answer("<html>hello</html>")
    } _: { runtime in
      for operation in [
        { _ = try await runtime.inspect(Self.id) }, { _ = try await runtime.list(project: "p") },
        { try await runtime.ensureNetwork(project: "p") },
        { _ = try await runtime.removeVolumes(project: "p") },
      ] as [() async throws -> Void] {
        let error = await #expect(throws: RuntimeError.self) { try await operation() }
        #expect(error?.description.contains("can't be understood") == true)
      }
    }
  }
}

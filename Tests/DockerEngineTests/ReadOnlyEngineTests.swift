import DockerEngine
import EngineTestSupport
import Synchronization
import Testing

@Suite("Calls against a scripted engine", .timeLimit(.minutes(1)))
struct ReadOnlyEngineTests {
  @Test(arguments: [("1.41", "/v1.41/"), ("1.24", "/v1.24/"), ("1.99", "/v1.51/")])
  func olderOfBothVersionsIsUsed(_ offered: String, _ prefix: String) async throws {
    let targets = Mutex<[String]>([])
    try await FakeEngine.serve(
      { connection, target in
        targets.withLock { $0.append(target) }
        connection.answer("[]")
      }, apiVersion: offered
    ) { fake in
      _ = try await fake.engine.listContainers(all: true, labels: ["lightshuttle.project"])
    }
    #expect(
      targets.withLock { $0 } == [
        prefix + "containers/json?all=1&filters=%7B%22label%22%3A%5B%22lightshuttle.project%22%5D%7D"
      ])
  }

  @Test(arguments: [("1.23", EngineError.Code.unsupportedVersion), ("new", .protocolViolation)])
  func engineThatIsTooOldOrNoneIsRefused(_ offered: String, _ code: EngineError.Code) async throws {
    try await FakeEngine.serve({ connection, _ in connection.answer("[]") }, apiVersion: offered) { fake in
      let error = await #expect(throws: EngineError.self) { try await fake.engine.listContainers(all: true) }
      #expect(error?.code == code)
    }
  }

  @Test func missingContainerIsNil() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.answer(status: "404 Not Found", #"{"message":"No such container: x"}"#)
    } during: { fake in
      let details = try await fake.engine.inspectContainer("x")
      #expect(details == nil)
    }
  }

  @Test func nameOfAContainerCantLeaveItsPlaceInThePath() async throws {
    let targets = Mutex<[String]>([])
    try await FakeEngine.serve { connection, target in
      targets.withLock { $0.append(target) }
      connection.answer(status: "404 Not Found", "{}")
    } during: { fake in
      _ = try await fake.engine.inspectContainer("../../x?y=1 HTTP/1.1\r\n")
    }
    #expect(targets.withLock { $0 } == ["/v1.41/containers/..%2F..%2Fx%3Fy%3D1%20HTTP%2F1.1%0D%0A/json"])
  }

  @Test func refusalCarriesTheEnginesMessage() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.answer(status: "500 Internal Server Error", #"{"message":"it hurts"}"#)
    } during: { fake in
      let error = await #expect(throws: EngineError.self) { try await fake.engine.listContainers(all: false) }
      #expect(error?.code == .http(status: 500))
      #expect(error?.daemonMessage == "it hurts")
      #expect(error?.path == "/containers/json")
    }
  }

  @Test func answerThatIsNoJSONIsADecodingError() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.answer("<html>")
    } during: { fake in
      let error = await #expect(throws: EngineError.self) { try await fake.engine.listContainers(all: false) }
      #expect(error?.code == .decoding)
    }
  }

  @Test func connectionThatBreaksOffIsTriedOnceMore() async throws {
    let count = Mutex(0)
    try await FakeEngine.serve { connection, _ in
      let isFirst = count.withLock { value in
        value += 1
        return value == 1
      }
      connection.readRestOfHead()
      if isFirst {
        connection.hangUp()
      } else {
        connection.send("HTTP/1.0 200 OK\r\n\r\n[]"); connection.hangUp()
      }
    } during: { fake in
      let list = try await fake.engine.listContainers(all: false)
      #expect(list == [])
    }
    #expect(count.withLock { $0 } == 2)
  }

  @Test func eventsComeInOrderAfterTheSubscription() async throws {
    let targets = Mutex<[String]>([])
    try await FakeEngine.serve { connection, target in
      targets.withLock { $0.append(target) }
      connection.readRestOfHead()
      connection.send("HTTP/1.0 200 OK\r\n\r\n")
      for byte in Samples.events.utf8 { connection.send([byte]) }
      connection.hangUp()
    } during: { fake in
      var seen: [String] = []
      try await fake.engine.events(
        since: 5, filter: EngineEventFilter(types: ["container"], actions: ["die"])
      ) {
        seen.append("subscribed")
      } _: { event in
        seen.append(event.action.description)
      }
      #expect(seen == ["subscribed", "start", "health_status: healthy", "kill", "die"])
    }
    #expect(
      targets.withLock { $0 } == [
        "/v1.41/events?since=0.000000005&filters="
          + "%7B%22type%22%3A%5B%22container%22%5D%2C%22event%22%3A%5B%22die%22%5D%7D"
      ])
  }

  @Test func cancelledEventsThrowCancellation() async throws {
    try await FakeEngine.serve { connection, _ in
      connection.readRestOfHead()
      connection.send("HTTP/1.0 200 OK\r\n\r\n")
      connection.waitForHangUp()
    } during: { fake in
      let (subscribed, inlet) = AsyncStream.makeStream(of: Never.self)
      await withTaskGroup { group in
        group.addTask {
          await #expect(throws: CancellationError.self) {
            try await fake.engine.events(since: nil, filter: .containerLifecycle) {
              inlet.finish()
            } _: { _ in
            }
          }
        }
        for await _ in subscribed {}
        group.cancelAll()
      }
    }
  }
}

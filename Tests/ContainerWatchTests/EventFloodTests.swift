import ContainerWatch
import Dispatch
import DockerEngine
import EngineTestSupport
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(2))) struct EventFloodTests {
  private struct Enough: Error {}

  /// More than may wait for the receiver.
  private static let count = 40_000

  @Test func eventsOfAReceiverThatIsBehindAllComeInTheirOrder() async throws {
    let isKnown = DispatchSemaphore(value: 0)
    let inspections = Mutex(0)
    let (sent, inlet) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
    let script: FakeEngine.Script = { connection, target in
      if target.contains("/events") {
        connection.readRestOfHead()
        connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        isKnown.wait()
        for number in 1...Self.count {
          connection.send(
            #"{"Type":"container","Action":"kill","Actor":{"ID":"c1"},"timeNano":\#(number)}"# + "\n")
          inlet.yield(number)
        }
        connection.waitForHangUp()
      } else if target.contains("/containers/c1/json") {
        // Those that the events ask for are not answered: there is one then, and not thousands.
        let isFirst = inspections.withLock { count in
          count += 1
          return count == 1
        }
        guard isFirst else { return connection.waitForHangUp() }
        connection.answer(#"{"Id":"c1","Name":"/c1","State":{"Status":"running"},"Config":{"Tty":false}}"#)
      } else {
        connection.answer(#"[{"Id":"c1","Names":["/c1"],"Image":"x","State":"running","Labels":{}}]"#)
      }
    }
    try await FakeEngine.serve(script) { fake in
      let watcher = ContainerWatcher(
        engine: fake.engine, selector: ContainerSelector(base: .all), logger: .silent)
      var times: [Int64] = []
      await #expect(throws: Enough.self) {
        try await watcher.run { change in
          switch change {
          case .appeared: isKnown.signal()
          case .event(let event, _):
            // Meanwhile they pile up.
            if times.isEmpty { _ = await sent.first { $0 > 12_000 } }
            times.append(event.time)
            if times.count == Self.count { throw Enough() }
          default: break
          }
        }
      }
      #expect(times == (1...Int64(Self.count)).map { $0 })
    }
  }
}

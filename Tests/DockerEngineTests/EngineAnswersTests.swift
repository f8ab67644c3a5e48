import DockerEngine
import Testing

@Suite("Answers of the engine")
struct EngineAnswersTests {
  @Test func listIsDecoded() throws {
    let list = try ContainerSummary.decodeList(Array(Samples.list.utf8))
    #expect(list.map(\.name) == ["shop-web-1", "bare"])
    let web = try #require(list.first)
    #expect(web.labels == ["lightshuttle.project": "shop", "lightshuttle.resource": "web"])
    #expect(web.state == .running)
    #expect(web.health == .healthy)
    #expect(web.image == "example/web:1")
    #expect(list.last?.labels == [:])
    #expect(list.last?.state == .exited)
  }

  @Test func inspectIsDecoded() throws {
    let details = try ContainerDetails.decode(Array(Samples.inspect.utf8))
    #expect(details.name == "shop-web-1")
    #expect(details.state == .exited)
    #expect(details.exitCode == 3)
    #expect(details.oomKilled)
    #expect(details.startedAt == 1_795_443_563_355_787_718)
    #expect(details.finishedAt == 1_795_443_567_361_543_849)
    #expect(details.health.status == .unhealthy)
    #expect(details.health.failingStreak == 4)
    #expect(details.health.lastProbe?.exitCode == 1)
    #expect(details.health.lastProbe?.output == "connection \"refused\"\n")
    #expect(details.logDriver == LogDriver(type: "json-file", options: ["max-size": "10m"]))
    #expect(details.restartCount == 2)
    #expect(details.autoRemove)
    #expect(!details.tty)
    #expect(details.imageID.hasPrefix("sha256:"))
  }

  @Test func inspectWithAlmostNothingInItIsDecoded() throws {
    let details = try ContainerDetails.decode(
      Array(
        #"{"Id":"0123456789abcdef","State":{"Status":"stopped","StartedAt":"0001-01-01T00:00:00Z"},"Config":null}"#
          .utf8))
    #expect(details.name == "0123456789ab")
    #expect(details.state == .exited)
    #expect(details.startedAt == nil)
    #expect(details.health == .none)
    #expect(details.labels == [:])
  }

  @Test(arguments: ["", "[]", "{}", "{\"Id\":5}", "<html>", "{\"Id\":\"x\""])
  func inspectThatIsNoneIsRefused(_ text: String) {
    #expect(throws: (any Error).self) { try ContainerDetails.decode(Array(text.utf8)) }
  }

  @Test func eventsAreDecodedHoweverTheyAreSplit() throws {
    let bytes = Array(Samples.events.utf8)
    var whole = EventDecoder()
    let expected = try whole.consume(bytes)
    for split in 0...bytes.count {
      var decoder = EventDecoder()
      let texts = try decoder.consume(bytes[..<split]) + decoder.consume(bytes[split...])
      try #require(texts == expected)
    }
    let events = try expected.map { try EngineEvent.decode($0) }
    #expect(events.map(\.action) == [.start, .healthStatus(.healthy), .kill, .die])
  }

  @Test func eventCarriesCodeSignalTimeAndLabels() throws {
    var decoder = EventDecoder()
    let events = try decoder.consume(Array(Samples.events.utf8)).map { try EngineEvent.decode($0) }
    #expect(events.last?.exitCode == 3)
    #expect(events[2].signal == 15)
    #expect(events[0].time == 1_795_443_563_374_723_868)
    #expect(events[0].name == "shop-web-1")
    #expect(events[0].attributes["lightshuttle.project"] == "shop")
    #expect(events[1].action.description == "health_status: healthy")
  }

  @Test func eventWithoutAnEndIsRefusedBeforeItFillsTheMemory() throws {
    var decoder = EventDecoder()
    #expect(throws: EventDecoder.TooLong.self) {
      try decoder.consume(repeatElement(UInt8(ascii: "x"), count: EventDecoder.longestEvent + 1))
    }
  }

  @Test func chunksAreTakenApartWhereverTheyAreSplit() throws {
    let body = Array("4;a=b\r\nWiki\r\n5\r\npedia\r\nE\r\n in\r\n\r\nchunks.\r\n0\r\nT: x\r\n\r\n".utf8)
    for split in 0...body.count {
      var decoder = ChunkedDecoder()
      var payload: [UInt8] = []
      for part in [body[..<split], body[split...]] {
        var bytes = Array(part)
        var span = bytes.mutableSpan
        let count = try decoder.compact(&span, count: part.count)
        payload += bytes[..<count]
      }
      try #require(payload == Array("Wikipedia in\r\n\r\nchunks.".utf8))
      try #require(decoder.isFinished)
    }
  }
}

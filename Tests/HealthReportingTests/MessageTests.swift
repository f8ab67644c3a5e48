import FoundationEssentials
import HealthReporting
import HealthStore
import LogWire
import Testing

@Suite("What a message says")
struct MessageTests {
  @Test func documentHasWhatIsDescribed() throws {
    let text = String(decoding: Samples.message.json(), as: UTF8.self)
    let id = Samples.message.id
    #expect(id.utf8.count == 32)
    let container = HealthScene.id("api")
    let since = HealthScene.time(10)
    let line = "down: api is unhealthy, since \(since.description.prefix(19))Z: http probe: 500"
    #expect(
      text == #"""
        {"channel":"ops","events":[{"container":{"id":"\#(container)","name":"api"},"down_since":"\#(since)","downs":1,\#
        "evidence":{"http_status":500,"latency_microseconds":12345,"oom_killed":false,"output":"oh\u0000no","probe":"default"},\#
        "from":{"state":"healthy"},"id":"0badcafe-\#(container.prefix(12))-7-down","kind":"down","reason":"http probe: 500",\#
        "since":"\#(since)","to":{"state":"unhealthy"},"transition":7}],"host":"host","id":"\#(id)","kind":"down","omitted":0,\#
        "text":"\#(line)","title":"api is unhealthy on host","version":1}
        """#)
  }

  @Test func idIsOfTheEventsTheChannelAndTheDatabase() {
    let events = [Samples.event(), Samples.event(.up, transition: 8)]
    let base = HealthMessage(channel: "a", host: "h", database: "d", events: events)
    #expect(base.id == HealthMessage(channel: "a", host: "other", database: "d", events: events).id)
    let others = [
      HealthMessage(channel: "b", host: "h", database: "d", events: events),
      HealthMessage(channel: "a", host: "h", database: "e", events: events),
      HealthMessage(channel: "a", host: "h", database: "d", events: [events[0]]),
    ]
    #expect(Set(others.map(\.id) + [base.id]).count == 4)
  }

  @Test func textFromOutsideStaysOnItsLine() {
    let event = Samples.event(
      name: "a\nb", project: "\u{202E}p",
      reason: "x\r\n\u{1B}[31mdown: forged" + String(repeating: "y", count: 9000))
    let message = Samples.message([event])
    #expect(!message.title.contains("\n") && message.text.count < 600)
    #expect(message.text.hasPrefix("down: a b is unhealthy (project  p), since"))
    #expect(
      !(message.title + message.text).unicodeScalars.contains { $0.properties.generalCategory == .control })
  }

  @Test func titleOfSeveralCountsThem() {
    let message = Samples.message([
      Samples.event(), Samples.event(name: "web"), Samples.event(.up, name: "db", state: .healthy),
    ])
    #expect(message.title == "2 down, 1 up on host: api, web, db")
    #expect(message.kind == "mixed")
    #expect(message.text.split(separator: "\n").count == 3)
  }
}

@Suite("Templates of messages")
struct MessageTemplateTests {
  func render(_ template: String, _ message: HealthMessage = Samples.message) throws -> String {
    String(decoding: try MessageTemplate(template).render(message), as: UTF8.self)
  }

  @Test func placeholdersAreFilledIn() throws {
    let message = Samples.message([Samples.event(name: #"a"b\"#, project: "shop", reason: "x\ny")])
    #expect(
      try render(
        #"{"t": "{name} {state} {project} {resource}{reason}", "n": {count}, "o": {"p": {}}}"#, message)
        == #"{"t": "a\"b\\ unhealthy shop x\ny", "n": 1, "o": {"p": {}}}"#)
    #expect(
      try render(#"{"ours": {json}}"#)
        == #"{"ours": \#(String(decoding: Samples.message.json(), as: UTF8.self))}"#)
    #expect(try render(#""{channel} {host} {kind} {id}""#) == #""ops host down \#(Samples.message.id)""#)
  }

  @Test func doubleBraceIsABrace() throws {
    #expect(try render(#"{"t": "{{name} {Name} {name"}"#) == #"{"t": "{name} {Name} {name"}"#)
  }

  @Test func namesCanNotLeaveTheirString() throws {
    let message = Samples.message([Samples.event(name: #"","admin":true,"x":""#)])
    struct Body: Decodable, Equatable { var text: String }
    let body = try MessageTemplate(#"{"text": "{name}"}"#).render(message)
    #expect(try JSONDecoder().decode(Body.self, from: Data(body)) == Body(text: #"","admin":true,"x":""#))
  }

  @Test(arguments: [
    (#"{"t": "{nam}"}"#, "line 1: {nam} is not known"),
    ("{\n\"t\": \"{titel}\"}", "line 2: {titel} is not known"),
    (#"{"t": {title}}"#, "is no JSON"), (#"{"t": "{title}""#, "is no JSON"), ("", "is no JSON"),
  ])
  func whatCanNotBeUsedIsSaid(_ template: String, _ problem: String) {
    let error = #expect(throws: TemplateError.self) { try MessageTemplate(template) }
    #expect(error?.description.contains(problem) == true)
  }

  @Test func fileThatCanNotBeReadIsSaid() {
    let error = #expect(throws: TemplateError.self) { try MessageTemplate(file: "/nonexistent") }
    #expect(error?.description == "it can't be read: No such file or directory")
  }
}

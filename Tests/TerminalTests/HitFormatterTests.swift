import Foundation
import LogQuery
import LogStore
import LogWire
import Terminal
import TestSupport
import Testing

struct HitFormatterTests {
  private static let plain = TextHitFormatter(calendar: .utc, isColored: false)

  @Test func textHasTimeNameAndMessage() {
    #expect(
      Samples.text([Samples.hit("message")], by: Self.plain) == "2026-11-23 14:02:03.123 api      message\n")
  }

  @Test func stderrIsMarkedInText() {
    #expect(
      Samples.text([Samples.hit("message", stream: .stderr)], by: Self.plain)
        == "2026-11-23 14:02:03.123 api    ! message\n")
  }

  @Test func namesArePaddedToTheLongestSoFar() {
    let hits = [Samples.hit("1"), Samples.hit("2", name: "a-longer-name"), Samples.hit("3")]
    #expect(
      Samples.text(hits, by: Self.plain) == """
        2026-11-23 14:02:03.123 api      1
        2026-11-23 14:02:03.123 a-longer-name   2
        2026-11-23 14:02:03.123 api             3

        """)
  }

  @Test func textIsInertAlsoInNames() {
    #expect(
      Samples.text([Samples.hit("\u{1B}[2J", name: "a\u{7}")], by: Self.plain)
        == "2026-11-23 14:02:03.123 a\\x07    \\x1b[2J\n")
  }

  @Test func timeBefore1970IsShown() {
    #expect(
      Samples.text([Samples.hit([], time: -1_000_000)], by: Self.plain).hasPrefix("1969-12-31 23:59:59.999 "))
  }

  @Test func matchesAreHighlightedOnlyInColour() throws {
    let matcher = LineMatcher(try Query(parsing: "refused"))
    let colored = TextHitFormatter(calendar: .utc, isColored: true, matcher: matcher)
    let text = Samples.text([Samples.hit("was Refused\u{1B}")], by: colored)
    #expect(text.hasSuffix("was \u{1B}[1;31mRefused\u{1B}[0m\\x1b\n"))
    let plain = TextHitFormatter(calendar: .utc, isColored: false, matcher: matcher)
    #expect(Samples.text([Samples.hit("was Refused")], by: plain).hasSuffix("  was Refused\n"))
  }

  @Test func contextIsMarkedInText() {
    var formatter = TextHitFormatter(calendar: .utc, isColored: false, tellsContext: true)
    var bytes: [UInt8] = []
    formatter.append(context: Samples.hit("near\u{1B}"), to: &bytes)
    formatter.append(Samples.hit("hit", stream: .stderr), to: &bytes)
    formatter.appendGap(to: &bytes)
    let expected = """
      2026-11-23 14:02:03.123 api     - near\\x1b
      2026-11-23 14:02:03.123 api    !: hit
      --

      """
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test func contextIsDimInColour() throws {
    let matcher = LineMatcher(try Query(parsing: "near"))
    var formatter = TextHitFormatter(calendar: .utc, isColored: true, matcher: matcher, tellsContext: true)
    var bytes: [UInt8] = []
    formatter.append(context: Samples.hit("near"), to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("- \u{1B}[2mnear\u{1B}[0m\n"))
  }

  @Test func contextIsAMemberInJSONAndNothingInRaw() {
    var formatter = JSONHitFormatter()
    var bytes: [UInt8] = []
    formatter.append(context: Samples.hit("near"), to: &bytes)
    formatter.appendGap(to: &bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasSuffix("\"message\":\"near\",\"context\":true,\"epoch\":1,\"ordinal\":42}\n"))
    bytes = []
    formatter.append(Samples.hit("hit"), to: &bytes)
    #expect(!String(decoding: bytes, as: UTF8.self).contains("context"))
    bytes = []
    let raw = RawHitFormatter()
    raw.append(context: Samples.hit("near"), to: &bytes)
    raw.appendGap(to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "near\n")
  }

  @Test func limitOfMessagesStopsBeforeTheLineThatIsTooMuch() {
    var limit = MessageLimit(bytes: 7)
    let lines: [SearchLine] = [
      .hit(Samples.hit("1234")), .gap, .context(Samples.hit("567")), .hit(Samples.hit("8")), .gap,
      .context(Samples.hit("")),
    ]
    #expect(lines.map { limit.admits($0) } == [true, true, true, false, false, false])
    #expect(limit.isReached)
    var none = MessageLimit(bytes: nil)
    #expect(none.admits(lines[0]) && !none.isReached)
  }

  @Test func colourOfANameIsTheSameInEachFormatter() {
    let hits = [Samples.hit("1"), Samples.hit("2", name: "other")]
    let first = Samples.text(hits, by: TextHitFormatter(calendar: .utc, isColored: true))
    #expect(first == Samples.text(hits, by: TextHitFormatter(calendar: .utc, isColored: true)))
  }

  @Test func rawIsExact() {
    let hits = [
      Samples.hit([0xFF, 0x00, 0x1B, 0x0D], flags: .lf), Samples.hit([0x61], flags: .crlf),
      Samples.hit([0x62], flags: [.cut]), Samples.hit([0x63], flags: [.continuation]),
    ]
    #expect(
      Samples.printed(hits, by: RawHitFormatter()) == [
        0xFF, 0, 0x1B, 0x0D, 0x0A, 0x61, 0x0D, 0x0A, 0x62, 0x63,
      ])
  }

  @Test func jsonHasTheDocumentedMembers() {
    let hit = Samples.hit(
      Array("say \"hi\"\\ é".utf8), project: "shop", resource: "api", stream: .stderr,
      flags: [.cut, .unstamped])
    #expect(
      Samples.text([hit], by: JSONHitFormatter()) == """
        {"time":"2026-11-23T14:02:03.123456789Z","container":"api","id":"4bf92f3577b34da6","project":"shop",\
        "resource":"api","stream":"stderr","message":"say \\"hi\\"\\\\ é","partial":true,"unstamped":true,"epoch":1,\
        "ordinal":42}

        """)
  }

  @Test func jsonSaysHowALineEndedIfNotAsUsual() {
    let ends: [(LineFlags, String)] = [
      (.lf, "-"), (.crlf, #""\r\n""#), ([], #""""#), (.cut, "-"), ([.cut, .lf], #""\n""#),
      ([.continuation, .lf], "-"), (.unstamped, #""""#),
    ]
    for (flags, end) in ends {
      let text = Samples.text([Samples.hit([0x61], flags: flags)], by: JSONHitFormatter())
      let found = text.split(separator: #""line_end":"#).dropFirst().first?.split(separator: ",").first
      #expect(found ?? "-" == end, "\(text)")
    }
  }

  @Test func jsonDescribesEachContainerOnceIfAskedTo() throws {
    var container = Samples.hit([], flags: .lf).container
    container.labels = ["b": "\u{1B}", "a": "é"]
    container.image = "nginx"
    var other = container
    other.id = "other"
    let hits = [container, other, container].map { container in
      let hit = Samples.hit([0x61], flags: .lf)
      return Hit(
        time: hit.time, container: container, stream: hit.stream, flags: hit.flags, epoch: 1, ordinal: 1,
        message: hit.message)
    }
    let lines = Samples.text(hits, by: JSONHitFormatter(describesContainers: true)).split(separator: "\n")
    let described = #","image":"nginx","log_driver":"","tty":false,"labels":{"a":"é","b":"\u001b"}}"#
    #expect(lines.map { $0.hasSuffix(described) } == [true, true, false])
  }

  @Test func jsonOfBytesThatAreNotUTF8HasThemInBase64() {
    let text = Samples.text([Samples.hit([0x61, 0xFF, 0x62])], by: JSONHitFormatter())
    #expect(text.contains("\"message\":\"a\u{FFFD}b\",\"message_base64\":\"Yf9i\""))
  }

  @Test func jsonIsReadBackByAnotherImplementation() throws {
    var random = SplitMix64(seed: 0x1505)
    for _ in 0..<3000 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).flatMap { _ in Self.piece(&random) }
      let line = Data(Samples.printed([Samples.hit(bytes)], by: JSONHitFormatter()))
      #expect(line.dropLast().allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "\(bytes)")
      let object = try #require(try JSONSerialization.jsonObject(with: line) as? [String: Any])
      let encoded = object["message_base64"] as? String
      if let valid = String(validating: bytes, as: UTF8.self) {
        #expect(Array((object["message"] as? String ?? "").utf8) == Array(valid.utf8), "\(bytes)")
        #expect(encoded == nil)
      } else {
        #expect(Data(base64Encoded: encoded ?? "") == Data(bytes))
      }
    }
  }

  private static func piece(_ random: inout SplitMix64) -> [UInt8] {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: [UInt8.random(in: 0...255, using: &random)]
    case 1:
      Array(
        ["\u{202E}", "\u{E0041}", "\"", "\\", "\u{9B}", "\u{2028}"].randomElement(using: &random)?.utf8
          ?? "".utf8)
    default: [UInt8.random(in: 0x20...0x7E, using: &random)]
    }
  }
}

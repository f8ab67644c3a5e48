import ContainerRuntime
import LogQuery
import LogWire
import Stacks
import Terminal
import Testing

struct StackOutputTests {
  private static func lines(_ events: [(Int, StackEvent)], columns: Int = 50, rows: Int = 20) -> [String] {
    var lines = StackLines()
    for (second, event) in events { lines.take(event, at: .seconds(second)) }
    return lines.lines(columns: columns, rows: rows, now: .seconds(12), isColored: false)
  }

  @Test func eachResourceHasALineWithItsTime() {
    let lines = Self.lines([
      (0, StackEvent("api", .waiting, detail: "for db")),
      (0, StackEvent("db", .pulling, detail: "shop/db:3", fraction: 0.4)),
      (1, StackEvent("cache", .checking)), (3, StackEvent("cache", .healthy)),
    ])
    #expect(
      lines == [
        "api    Waiting      for db                    12 s",
        "db     Pulling      shop/db:3  40 %           12 s",
        "cache  Healthy                               2.0 s",
      ])
  }

  @Test func whatGoesOnIsShownFirstWhereThereIsNoRoom() {
    let events = (0..<10).map { (0, StackEvent("r\($0)", $0 == 8 ? .starting : .healthy)) }
    let lines = Self.lines(events, rows: 3)
    #expect(lines.count == 3 && lines[1].hasPrefix("r8") && lines[2] == "… and 8 more")
  }

  @Test func linesFitAnyWidthAndAreInert() {
    let event = StackEvent("naïve\u{1B}", .failed, detail: String(repeating: "é\u{1B}[2J\n", count: 40))
    for columns in 40...120 {
      let lines = Self.lines([(0, event)], columns: columns)
      #expect(lines.count == 1 && lines[0].count <= columns)
      #expect(!lines[0].contains("\u{1B}") && !lines[0].contains("\n"))
    }
  }

  @Test func withoutATerminalThereIsALineForEachState() {
    var lines = StackLines()
    let events = [
      StackEvent("db", .pulling, fraction: 0.1), StackEvent("db", .pulling, fraction: 0.2),
      StackEvent("db", .starting),
    ]
    #expect(events.map { lines.take($0, at: .zero) } == [true, false, true])
    #expect(StackEvent("db", .orphan, detail: "a\u{1B}b").plainLine == "db  Orphan  a\\x1bb\n")
    #expect(StackEvent("db", .failed, detail: "a").plainLine == "db  Failed\n")
  }

  @Test func eventsAsJSONSayWhenAndOfWhichProject() {
    let time = Timestamp(nanoseconds: 1_795_442_523_000_000_000)
    let event = StackEvent("db", .pulling, detail: "x:1", fraction: 0.5)
    #expect(
      event.jsonLine(project: "shop", time: time)
        == #"{"time":"2026-11-23T14:02:03.000000000Z","project":"shop","resource":"db","state":"pulling","detail":"x:1","fraction":0.5}"#
        + "\n")
  }

  private static let containers = [
    ManagedContainer(
      id: ContainerID("4bf92f"), name: "shop_api", resource: "api", image: "api:1",
      status: .healthy, ports: [PortMapping(hostPort: 8080, containerPort: 80)],
      startedAt: 1_795_442_523_000_000_000),
    ManagedContainer(
      id: ContainerID("0a77"), name: "shop_job", resource: "job", image: "job\u{1B}",
      status: .stopped(exitCode: 3)),
  ]

  @Test func containersStandInATable() {
    let table = ContainerTable(calendar: .utc, isColored: false, followed: ["4bf92f"])
    #expect(
      table.text(Self.containers) == """
        RESOURCE  CONTAINER  IMAGE    STATE          PORTS                  SINCE                FOLLOWED
        api       shop_api   api:1    ✓ healthy      127.0.0.1:8080:80/tcp  2026-11-23 14:02:03  yes
        job       shop_job   job\\x1b  ✗ stopped (3)                         -                    no

        """)
  }

  @Test func containersAreObjects() {
    let table = ContainerTable(calendar: .utc, isColored: false, followed: nil)
    #expect(
      table.json(Self.containers).split(separator: "\n").map(String.init) == [
        #"{"resource":"api","container":"shop_api","id":"4bf92f","image":"api:1","state":"healthy","ports":["127.0.0.1:8080:80/tcp"],"since":"2026-11-23T14:02:03.000000000Z"}"#,
        #"{"resource":"job","container":"shop_job","id":"0a77","image":"job\u001b","state":"stopped","exit_code":3,"ports":[]}"#,
      ])
  }
}

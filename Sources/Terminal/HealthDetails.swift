package import HealthStore
package import LogQuery
package import LogWire

/// `lslog health NAME`: all that is known of one container.
///
///     ✗ unhealthy  api
///     since     2026-11-23 16:00:41 (40s)
///     why       HTTP 500 (was healthy)
///     project   shop
///     id        4bf92f3577b3…
///     restarts  2
///     uptime    24 h   99.98 %  ████████████████████████
///               7 d    99.99 %
///               30 d   100 %, with 61.2 % of the time known
///
/// and below it the probes, what lslogd did, and the changes. All of it is inert.
package struct HealthDetails: Sendable {
  private static let spans: [(name: String, length: Duration)] = [
    ("24 h", .seconds(86_400)), ("7 d", .seconds(7 * 86_400)), ("30 d", .seconds(30 * 86_400)),
  ]
  /// How far back histories must go for it.
  package static let historyLength = Duration.seconds(30 * 86_400)

  private let calendar: CivilCalendar
  private let now: Timestamp
  private let isColored: Bool
  private let width: Int?

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - now: the moment that ages are counted to.
  ///   - isColored: whether to colour.
  ///   - width: the columns of the terminal, at which lines are cut; nil: nothing is cut.
  package init(calendar: CivilCalendar, now: Timestamp, isColored: Bool, width: Int? = nil) {
    self.calendar = calendar
    self.now = now
    self.isColored = isColored
    self.width = width
  }

  /// The lines, each with its end.
  ///
  /// - Parameters:
  ///   - report: of the container, with a history of ``historyLength``.
  ///   - silences: those that hold for it.
  ///   - actions: what lslogd did to it, oldest first.
  ///   - transitions: its newest, oldest of them first.
  package func text(
    _ report: ContainerReport, silences: [Silence] = [], actions: [HealthAction] = [],
    transitions: [Transition] = []
  ) -> String {
    let label = report.style.applied(to: report.label, colored: isColored)
    let name = TextStyle.bold.applied(to: InertText.inert(report.row.name), colored: isColored)
    var text = "\(label)  \(name)\n"
    for (name, value) in facts(report, silences) {
      let padded = name + String(repeating: " ", count: max(0, 10 - name.count))
      text += InertText.cut(padded + value, at: width) + "\n"
    }
    let below = [
      ProbeTable(now: now, isColored: isColored, width: width).text(report.probes), table(of: actions),
      TransitionTable(calendar: calendar, isColored: isColored, width: width, namesContainers: false)
        .text(transitions),
    ]
    for part in below where !part.isEmpty { text += "\n\(part)" }
    return text
  }

  private func facts(_ report: ContainerReport, _ silences: [Silence]) -> [(String, String)] {
    let row = report.row
    var time = CivilTimeText(calendar: calendar)
    func moment(_ moment: Timestamp) -> String {
      "\(time.textToSecond(moment)) (\(AgeText.text(of: moment, at: now)))"
    }
    var facts = [("since", moment(row.since))]
    let why = InertText.inert(report.stateBefore == nil ? report.why : row.reason)
    if !why.isEmpty { facts.append(("why", why)) }
    if let since = row.flappingSince { facts.append(("flapping", "since \(moment(since))")) }
    if let project = row.project { facts.append(("project", InertText.inert(project))) }
    if let resource = row.resource { facts.append(("resource", InertText.inert(resource))) }
    facts.append(("id", InertText.inert(String(row.id.prefix(12)))))
    if !report.isGone { facts.append(("restarts", "\(row.restarts)")) }
    for (place, span) in Self.spans.enumerated() {
      facts.append((place == 0 ? "uptime" : "", uptime(report, span.name, span.length, hasLine: place == 0)))
    }
    for silence in silences {
      facts.append(("silenced", "until \(time.textToSecond(silence.until))\(Self.words(silence))"))
    }
    return facts
  }

  private static func words(_ silence: Silence) -> String {
    var words = " (number \(silence.number)"
    if !silence.author.isEmpty { words += ", by \(InertText.inert(silence.author))" }
    return words + ")" + (silence.reason.isEmpty ? "" : ": \(InertText.inert(silence.reason))")
  }

  private func uptime(_ report: ContainerReport, _ name: String, _ length: Duration, hasLine: Bool) -> String
  {
    let times = report.times(over: length)
    let percent = UptimeText.percent(times.uptime)
    var text = name + String(repeating: " ", count: 6 - name.count) + percent
    if hasLine {
      text += String(repeating: " ", count: max(0, 9 - percent.count))
      text += UptimeText.line(report.history.pieces(24, each: .seconds(3600)))
    }
    if times.known < 1 { text += ", known for \(AgeText.text(nanoseconds: times.knownLength)) of it" }
    return text
  }

  private func table(of actions: [HealthAction]) -> String {
    guard !actions.isEmpty else { return "" }
    var time = CivilTimeText(calendar: calendar)
    let columns = [
      TextColumn("TIME", actions.map { time.textToSecond($0.time) }),
      TextColumn("ACTION", actions.map(\.kind.rawValue)),
      TextColumn("OUTCOME", actions.map { InertText.inert($0.outcome ?? "not known") }),
    ]
    var reasons = TextColumn("REASON", actions.map { InertText.inert($0.reason) })
    if let width { reasons.narrow(to: max(16, width - TextColumn.width(of: columns) - 2)) }
    return TextColumn.table(columns + [reasons], isColored: isColored)
  }
}

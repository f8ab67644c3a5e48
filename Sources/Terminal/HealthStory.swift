package import HealthStore
package import LogQuery
package import LogWire

/// `lslog health NAME --why`: a transition, what it is based on, and the log around it.
///
///     api: healthy → unhealthy, 2026-11-23 16:00:41 (40s)
///     HTTP 500
///     probe healthz, HTTP status 500, after 12 ms, failing since 2026-11-23 16:00:21
///       out of connections
///
///     2026-11-23 16:00:40.997 api - no connection is free
///     ======== 2026-11-23 16:00:41.003 healthy → unhealthy
///     2026-11-23 16:00:42.101 api - GET /healthz 500
package struct HealthStory: Sendable {
  private static let outputLines = 20

  /// A line of the log, where lines are left out, or a moment between lines.
  package enum Part: Sendable, Hashable {
    case line(Hit)
    case gap
    /// The first of the results that led to the transition.
    case firstSign(Timestamp)
    case transition
  }

  private let calendar: CivilCalendar
  private let now: Timestamp
  private let isColored: Bool
  private let width: Int?

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - now: the moment that ages are counted to.
  ///   - isColored: whether to colour.
  ///   - width: the columns of the terminal, at which the evidence is cut; nil: nothing is cut. Log lines never are.
  package init(calendar: CivilCalendar, now: Timestamp, isColored: Bool, width: Int? = nil) {
    self.calendar = calendar
    self.now = now
    self.isColored = isColored
    self.width = width
  }

  /// The lines, each with its end; all of it inert.
  package func text(_ transition: Transition, log: [Part]) -> String {
    var time = CivilTimeText(calendar: calendar)
    let name = TextStyle.bold.applied(to: InertText.inert(transition.name), colored: isColored)
    let change = transition.to.style.applied(to: transition.change, colored: isColored)
    let age = AgeText.text(of: transition.time, at: now)
    var text = "\(name): \(change), \(time.textToSecond(transition.time)) (\(age))\n"
    for line in [InertText.inert(transition.reason), evidence(transition.evidence, &time)] where !line.isEmpty
    {
      text += InertText.cut(line, at: width) + "\n"
    }
    text += OutputText(isColored: isColored, width: width, indent: "  ", lines: Self.outputLines)
      .text(transition.evidence.output)
    guard log.contains(where: { if case .line = $0 { true } else { false } }) else {
      return text + "\nno log of it is kept: lslogd did not follow it then, or its lines were deleted since\n"
    }
    return text + "\n" + self.log(log, transition)
  }

  private func evidence(_ evidence: Evidence, _ time: inout CivilTimeText) -> String {
    var words: [String] = []
    if evidence.oomKilled { words.append("killed for want of memory") }
    if let probe = evidence.probe { words.append("probe \(InertText.inert(probe))") }
    if let status = evidence.httpStatus { words.append("HTTP status \(status)") }
    if let exitCode = evidence.exitCode { words.append("exit code \(exitCode)") }
    if let latency = evidence.latency { words.append("after \(LatencyText.text(latency))") }
    if let sign = evidence.firstSign { words.append("first sign \(time.textToSecond(sign))") }
    return words.joined(separator: ", ")
  }

  private func log(_ parts: [Part], _ transition: Transition) -> String {
    var formatter = TextHitFormatter(calendar: calendar, isColored: isColored)
    var bytes: [UInt8] = []
    for part in parts {
      switch part {
      case .line(let line): formatter.append(line, to: &bytes)
      case .gap: formatter.appendGap(to: &bytes)
      case .firstSign(let time): mark("first sign", .waiting, time, &bytes)
      case .transition: mark(transition.change, transition.to.style, transition.time, &bytes)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func mark(_ words: String, _ style: TextStyle, _ time: Timestamp, _ bytes: inout [UInt8]) {
    var text: [UInt8] = []
    var civil = CivilTimeText(calendar: calendar)
    civil.append(time, to: &text)
    let line = "======== \(String(decoding: text, as: UTF8.self)) \(words)"
    bytes.append(contentsOf: "\(style.applied(to: line, colored: isColored))\n".utf8)
  }

  /// The transition as ``TransitionJSON`` in one line, with `lines`: objects as those of `lslog search -o json`.
  package static func json(_ transition: Transition, log: [Part]) -> String {
    var formatter = JSONHitFormatter()
    var bytes: [UInt8] = []
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add(transition)
    object.addRaw(
      "lines",
      log.compactMap { part in
        guard case .line(let line) = part else { return nil }
        var text: [UInt8] = []
        formatter.append(line, to: &text)
        return text.dropLast()
      })
    bytes = object.finish()
    bytes.append(UInt8(ascii: "\n"))
    return String(decoding: bytes, as: UTF8.self)
  }
}

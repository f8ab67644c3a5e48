internal import DaemonConfiguration
internal import Glibc
internal import HealthStore
internal import LogQuery
internal import LogWire
internal import Terminal

/// Prints what is known of containers, in one of the ways of `lslog health`.
struct HealthPrinter {
  /// If nothing is said of it.
  private static let contextSize = ContextSize(before: 20, after: 20)

  let isJSON: Bool
  let calendar: CivilCalendar
  let now: Timestamp
  let isColored: Bool
  /// The columns of the terminal; nil: there is none.
  let width: Int?

  /// All containers, one a line, and the last changes.
  func table(_ health: StoredHealth, isUnwell: Bool, changes: Int) throws -> ExitStatus {
    let view = try health.view(
      over: .seconds(86_400), isUnwell: isUnwell, changes: isJSON ? 0 : changes, now: now)
    guard !isJSON else {
      try write(HealthJSON.text(view.reports))
      return status(view.reports)
    }
    var text = doubt(view)
    if isUnwell, view.reports.isEmpty {
      text += "all are well\n"
    } else {
      text += HealthTable(calendar: calendar, now: now, isColored: isColored, width: width).text(view.reports)
    }
    let table = TransitionTable(calendar: calendar, isColored: isColored, width: width).text(view.transitions)
    try write(table.isEmpty ? text : text + "\n" + table)
    return status(view.reports)
  }

  /// Each container with all that is known of it.
  func details(_ health: StoredHealth, isUnwell: Bool, changes: Int) throws -> ExitStatus {
    let view = try health.view(over: HealthDetails.historyLength, isUnwell: isUnwell, changes: 0, now: now)
    var text = isJSON ? "" : doubt(view)
    if isUnwell, view.reports.isEmpty, !isJSON { text += "all are well\n" }
    let details = HealthDetails(calendar: calendar, now: now, isColored: isColored, width: width)
    for (place, report) in view.reports.enumerated() {
      let more = try health.details(of: report, transitions: changes, now: now)
      guard !isJSON else {
        text += HealthJSON.text(report, more)
        continue
      }
      if place > 0 || view.doubt != nil { text += "\n" }
      text += details.text(
        report, silences: more.silences, actions: more.actions, transitions: more.transitions)
    }
    try write(text)
    return status(view.reports)
  }

  /// The transitions of a time.
  func history(_ health: StoredHealth, _ range: TimeRange, newest: Int?) throws -> ExitStatus {
    var output = OutputBuffer(descriptor: STDOUT_FILENO, flushesEachLine: width != nil)
    var transitions: [Transition] = []
    var isFound = false
    do {
      try health.forEachTransition(in: range, newest: newest, hasOutput: isJSON) { transition in
        isFound = true
        if isJSON {
          try output.append { bytes in bytes.append(contentsOf: TransitionJSON.text(transition).utf8) }
        } else {
          transitions.append(transition)
        }
        return true
      }
      try output.flush()
    } catch let error as OutputError where error.code == .closed {
      // Whoever read it has enough.
    }
    if !transitions.isEmpty {
      try write(TransitionTable(calendar: calendar, isColored: isColored, width: width).text(transitions))
    }
    return isFound ? .found : .nothingFound
  }

  /// The transition that says what is wrong with each container, and the log around it.
  func why(_ health: StoredHealth, around size: ContextSize?, in location: StoreLocation) throws -> ExitStatus
  {
    let view = try health.view(over: .seconds(1), isUnwell: false, changes: 0, now: now)
    if !isJSON { try write(doubt(view)) }
    let story = HealthStory(calendar: calendar, now: now, isColored: isColored, width: width)
    var isFound = false
    for report in view.reports {
      guard let transition = try health.decisiveTransition(of: report) else {
        Diagnostic.note("no change of \(report.row.name) is kept")
        continue
      }
      let log = try TransitionLog(location: location, size: size ?? Self.contextSize).parts(
        around: transition)
      for problem in log.problems { Diagnostic.warning(problem) }
      let text =
        isJSON
        ? HealthStory.json(transition, log: log.parts) : story.text(transition, log: log.parts)
      try write(isFound && !isJSON ? "\n" + text : text)
      isFound = true
    }
    return isFound ? .found : .nothingFound
  }

  private func doubt(_ view: StoredHealth.View) -> String {
    guard let doubt = view.doubt else { return "" }
    return DoubtText.text(doubt, calendar: calendar, isColored: isColored, width: width)
  }

  private func status(_ reports: [ContainerReport]) -> ExitStatus {
    reports.allSatisfy(\.isWell) ? .found : .nothingFound
  }

  private func write(_ text: String) throws { try TextOutput.write(text, to: STDOUT_FILENO) }
}

package import LogWire
package import Stacks

/// What is shown of a stack that is brought up or down: a line for each part, in the order in which they appeared.
///
///     api     Waiting   for db                   2.1 s
///     db      Pulling   shop/db:3  40 %          1.4 s
///
/// Everything that comes from outside is inert.
package struct StackLines: Sendable {
  private struct Row {
    var event: StackEvent
    var begin: Duration
    var end: Duration?
  }

  private var rows: [Row] = []
  private var places: [String: Int] = [:]

  /// Nothing yet.
  package init() {}

  /// Takes over what happened.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - time: when, from any beginning.
  /// - Returns: whether the state is another one than before; progress within it is none.
  @discardableResult
  package mutating func take(_ event: StackEvent, at time: Duration) -> Bool {
    let key = "\(event.isShared) \(event.name)"
    let end = event.state.isLast ? time : nil
    guard let place = places[key] else {
      places[key] = rows.count
      rows.append(Row(event: event, begin: time, end: end))
      return true
    }
    let isNew = rows[place].event.state != event.state
    rows[place].event = event
    rows[place].end = end
    return isNew
  }

  /// The lines, as wide and as many as the terminal has room for; what goes on comes before what is done.
  package func lines(columns: Int, rows limit: Int, now: Duration, isColored: Bool) -> [String] {
    var shown = Array(rows.indices)
    if rows.count > limit {
      let busy = shown.filter { rows[$0].end == nil }
      let others = shown.filter { rows[$0].end != nil }
      shown = Array((busy + others).prefix(max(0, limit - 1))).sorted()
    }
    let width = min(shown.map { DisplayWidth.columns(InertText.inert(rows[$0].event.name)) }.max() ?? 0, 30)
    var lines = shown.map { line(rows[$0], width, columns: columns, now: now, isColored: isColored) }
    if rows.count > shown.count { lines.append("… and \(rows.count - shown.count) more") }
    return lines
  }

  private func line(_ row: Row, _ width: Int, columns: Int, now: Duration, isColored: Bool) -> String {
    let name = Self.padded(InertText.cut(InertText.inert(row.event.name), at: width), width)
    let word = Self.padded(row.event.state.word, 11)
    let time = QuantityText.duration((row.end ?? now) - row.begin)
    let room = max(0, columns - width - 11 - time.count - 5)
    let detail = Self.padded(InertText.cut(row.event.shownDetail, at: room), room)
    return "\(name)  \(row.event.state.style.applied(to: word, colored: isColored))  \(detail) \(time)"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.columns(text)))
  }
}

extension StackEvent {
  /// Its detail and the share that is done, inert and on one line.
  var shownDetail: String {
    let share = fraction.map { "\(detail.isEmpty ? "" : "  ")\(Int($0 * 100)) %" } ?? ""
    return InertText.inert(detail) + share
  }

  /// `api  Healthy`, for where there is no terminal. Why something failed is said in the end.
  package var plainLine: String {
    let detail = state == .failed ? "" : shownDetail
    return "\(InertText.inert(name))  \(state.word)\(detail.isEmpty ? "" : "  \(detail)")\n"
  }

  /// One object on a line: `time` (RFC 3339), `project`, `resource`, `state`, and `detail` and `fraction` where there are
  /// such.
  package func jsonLine(project: String, time: Timestamp) -> String {
    var bytes: [UInt8] = []
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add("time", time.description)
    object.add("project", project)
    object.add("resource", name)
    object.add("state", state.rawValue)
    if !detail.isEmpty { object.add("detail", detail) }
    if let fraction { object.add("fraction", fraction: fraction) }
    return String(decoding: object.finish(), as: UTF8.self) + "\n"
  }
}

extension StackEvent.State {
  /// Whether nothing more is expected.
  var isLast: Bool {
    switch self {
    case .healthy, .running, .ended, .removed, .stopped, .failed, .orphan, .imageReady: true
    default: false
    }
  }

  /// As it begins a sentence; what is waited for after the start is that it becomes well.
  var word: String {
    switch self {
    case .checking: "Checking"
    default: rawValue.prefix(1).uppercased() + rawValue.dropFirst()
    }
  }

  var style: TextStyle {
    switch self {
    case .healthy, .running, .unchanged, .ended, .imageReady: .good
    case .failed: .bad
    case .removed, .stopped, .orphan: .dim
    default: .waiting
    }
  }
}

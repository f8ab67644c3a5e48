internal import Crypto
internal import HealthStore
internal import LogWire
internal import Quantities

/// What is sent to a channel at once: the same bytes whenever it is sent again.
package struct HealthMessage: Sendable, Hashable {
  /// The most events that are listed; more are counted.
  package static let maximumEvents = 20
  /// The most characters of ``text``: chat services refuse more than 2,000.
  static let maximumText = 1500

  package let channel: String
  package let host: String
  /// Which `health.db` the numbers of transitions belong to.
  package let database: String
  /// Those that are listed, and how many are not.
  package let events: [HealthEvent]
  package let omitted: Int
  /// For the receiver to know a message that it got before: 32 hexadecimal digits made from the events.
  package let id: String

  package init(channel: String, host: String, database: String, events: [HealthEvent]) {
    self.channel = channel
    self.host = host
    self.database = database
    self.events = Array(events.prefix(Self.maximumEvents))
    omitted = events.count - self.events.count
    let ids = [channel] + events.map { $0.id(database: database) }
    let digest = SHA256.hash(data: Array(ids.joined(separator: "\n").utf8))
    id = Hexadecimal.text(digest.prefix(16))
  }

  /// The kind that all events have, else `mixed`.
  package var kind: String {
    guard let first = events.first?.kind else { return "mixed" }
    return events.allSatisfy { $0.kind == first } ? first.rawValue : "mixed"
  }

  /// The event that a message of one line speaks of: the gravest, of these the first.
  package var leading: HealthEvent? {
    events.max { $0.weight < $1.weight || ($0.weight == $1.weight && $0.transition > $1.transition) }
  }

  /// One line.
  package var title: String {
    guard let leading else { return "" }
    if events.count + omitted == 1 { return "\(leading.headline) on \(InertText.line(host))" }
    var counts: [(String, Int)] = []
    for event in events {
      let word = event.kind.word
      if let index = counts.firstIndex(where: { $0.0 == word }) {
        counts[index].1 += 1
      } else {
        counts.append((word, 1))
      }
    }
    let parts = counts.map { "\($0.1) \($0.0)" } + (omitted > 0 ? ["\(omitted) more"] : [])
    return "\(parts.joined(separator: ", ")) on \(InertText.line(host)): \(names)"
  }

  private var names: String {
    let names = events.map { InertText.line($0.subject.name) }
    let unique = names.indices.filter { names[..<$0].allSatisfy { [name = names[$0]] in $0 != name } }.map {
      names[$0]
    }
    return unique.prefix(3).joined(separator: ", ") + (unique.count > 3 || omitted > 0 ? ", …" : "")
  }

  /// A line for each event.
  package var text: String {
    var text = ""
    for (index, event) in events.enumerated() {
      let line = "\(event.kind.word): \(event.sentence)"
      guard text.count + line.count <= Self.maximumText else {
        return text + "\nand \(events.count - index + omitted) more"
      }
      text += (text.isEmpty ? "" : "\n") + line
    }
    return omitted > 0 ? text + "\nand \(omitted) more" : text
  }
}

extension HealthEvent.Kind {
  var word: String { self == .reminder ? "still down" : rawValue }
}

extension HealthEvent {
  fileprivate var weight: Int {
    switch kind {
    case .down, .worse: 10 + state.gravity
    case .flapping: 9
    case .reminder: 8
    case .removed: 2
    case .calm, .up: 1
    }
  }

  /// What happened, in a few words.
  var headline: String {
    let name = InertText.line(subject.name)
    return switch kind {
    case .down: "\(name) is \(stateText)"
    case .worse: "\(name) is \(stateText) now"
    case .reminder: "\(name) is still \(stateText)"
    case .up: "\(name) is well again: \(stateText)"
    case .removed: "\(name) was removed"
    case .flapping: "\(name) changes too often"
    case .calm: "\(name) does not change so often any more: \(stateText)"
    }
  }

  /// What happened, when and why.
  var sentence: String {
    var text = headline
    if let project = subject.project, !subject.isEngine { text += " (project \(InertText.line(project)))" }
    switch kind {
    case .up, .removed, .calm: text += ", after \(Self.text(from: downSince, to: since))"
    case .reminder, .flapping: text += ", since \(Self.text(downSince))"
    case .down, .worse: text += ", since \(Self.text(since))"
    }
    if downs > 1 { text += ", \(downs) times" }
    return reason.isEmpty ? text : "\(text): \(InertText.line(reason))"
  }

  private var stateText: String {
    var text = state.name
    if let exitCode = state.exitCode { text += " with exit code \(exitCode)" }
    return evidence.oomKilled ? text + ", out of memory" : text
  }

  private static func text(_ time: Timestamp) -> String { time.description.prefix(19) + "Z" }

  private static func text(from start: Timestamp, to end: Timestamp) -> String {
    let (nanoseconds, overflow) = end.nanoseconds.subtractingReportingOverflow(start.nanoseconds)
    guard !overflow, nanoseconds >= 1_000_000_000 else { return "less than a second" }
    return Duration.seconds(nanoseconds / 1_000_000_000).text
  }
}

package import DockerEngine

/// What is known of the containers, and what follows from news: the pure part of ``ContainerWatcher``.
///
/// Three sources bring news, none of which waits for the others: events (at once, but without the details), inspect
/// (the details, but of a moment in the past) and the list (complete, but short and of the past as well). The rules
/// that keep them in order:
///
/// - At most one inspection of a container is under way. News that come meanwhile make it be inspected once more, so
///   the last word is always younger than the last event.
/// - The events of a container that is not known yet wait for its first inspection.
/// - A container that is missing from a list is gone only if nothing was heard of it since that list was asked for.
package struct ContainerRoster: Sendable {
  /// What is to be done about news.
  package enum Effect: Sendable, Hashable {
    /// Tell the watcher's user.
    case tell(ContainerChange)
    /// Inspect this container, and report by ``ContainerRoster/inspected(_:_:)`` or
    /// ``ContainerRoster/inspectionFailed(_:)``.
    case inspect(id: String)
  }

  private struct Entry {
    /// What the last inspection said, if the container is chosen; nil before the first.
    var details: ContainerDetails?
    /// Events that wait for the first inspection.
    var waiting: [EngineEvent] = []
    /// Whether an inspection is under way.
    var isInspecting = false
    /// Whether news came since that inspection began.
    var isStale = false
    /// The event that asked for the inspection under way.
    var cause: EngineEvent?
    /// The newest event that came since that began.
    var nextCause: EngineEvent?
  }

  private let selector: ContainerSelector
  private var entries: [String: Entry] = [:]
  /// Inspected and not chosen; kept so that not every list makes us inspect them again.
  private var rejected: Set<String> = []
  /// Containers that were heard of since the list under way was asked for; nil when none is.
  private var heardSinceListing: Set<String>?
  /// The inspections that the last list asked for and its figures; nil when it has been told.
  private var listing: (left: Set<String>, total: Int)?

  /// Knows nothing yet.
  package init(selector: ContainerSelector) {
    self.selector = selector
  }

  /// How many containers are known and chosen.
  package var chosenCount: Int { entries.values.count { $0.details != nil } }

  /// An event came.
  package mutating func received(_ event: EngineEvent) -> [Effect] {
    guard event.type == "container" else { return [] }
    heardSinceListing?.insert(event.id)
    if event.action == .destroy { return destroyed(event) }
    if var entry = entries[event.id] {
      defer { entries[event.id] = entry }
      if let details = entry.details {
        return [.tell(.event(event, details))] + inspect(&entry, event.id, cause: event)
      }
      entry.waiting.append(event)
      return inspect(&entry, event.id, cause: event)
    }
    guard event.action == .rename || mayBeChosen(event) else { return [] }
    rejected.remove(event.id)
    var entry = Entry(waiting: [event])
    let effects = inspect(&entry, event.id, cause: event)
    entries[event.id] = entry
    return effects
  }

  /// An inspection has its answer; nil when there is no such container.
  package mutating func inspected(_ id: String, _ details: ContainerDetails?) -> [Effect] {
    guard var entry = entries[id] else { return listingProgress(id) }
    entry.isInspecting = false
    guard let details else { return notFound(id, entry) + listingProgress(id) }
    guard selector.matches(details) else { return unchosen(id, entry) + listingProgress(id) }
    var effects: [Effect] = []
    if entry.details == nil {
      effects.append(.tell(.appeared(details, after: entry.waiting)))
      effects += entry.waiting.map { .tell(.event($0, details)) }
      entry.waiting = []
    } else if entry.details != details {
      effects.append(.tell(.changed(details, entry.cause)))
    }
    entry.details = details
    effects += inspectAgain(&entry, id)
    entries[id] = entry
    return effects + listingProgress(id)
  }

  /// An inspection came to nothing; the next list or event makes another try.
  package mutating func inspectionFailed(_ id: String) -> [Effect] {
    guard var entry = entries[id] else { return listingProgress(id) }
    entry.isInspecting = false
    guard entry.details != nil else {
      entries[id] = nil
      return nameless(entry.waiting) + listingProgress(id)
    }
    let effects = inspectAgain(&entry, id)
    entries[id] = entry
    return effects + listingProgress(id)
  }

  /// The list is being asked for now.
  package mutating func listingBegan() {
    heardSinceListing = []
  }

  /// The list has come.
  ///
  /// - Parameter isAfterGap: whether events may have been missed, so that every chosen container is to be inspected.
  package mutating func listed(_ summaries: [ContainerSummary], isAfterGap: Bool) -> [Effect] {
    let heard = heardSinceListing ?? []
    heardSinceListing = nil
    let ids = Set(summaries.map(\.id))
    rejected.formIntersection(ids)
    var effects: [Effect] = []
    for id in entries.keys.sorted() where !ids.contains(id) && !heard.contains(id) {
      if let entry = entries[id] { effects += vanished(id, entry) }
    }
    var asked: Set<String> = []
    for summary in summaries where needsInspection(summary, isAfterGap: isAfterGap) {
      var entry = entries[summary.id] ?? Entry()
      effects += inspect(&entry, summary.id, cause: nil)
      entries[summary.id] = entry
      asked.insert(summary.id)
    }
    listing = (asked, summaries.count)
    return effects + listingProgress(nil)
  }

  /// The connection is gone: answers that are under way will not come.
  package mutating func disconnected() {
    heardSinceListing = nil
    listing = nil
    for (id, entry) in entries {
      if entry.details == nil {
        entries[id] = nil
      } else {
        entries[id]?.isInspecting = false
        entries[id]?.isStale = false
        entries[id]?.nextCause = nil
      }
    }
  }

  private func mayBeChosen(_ event: EngineEvent) -> Bool {
    selector.matches(
      name: event.name ?? "", image: event.attributes["image"] ?? "", labels: event.attributes)
  }

  private func needsInspection(_ summary: ContainerSummary, isAfterGap: Bool) -> Bool {
    guard let entry = entries[summary.id] else {
      guard !rejected.contains(summary.id) else { return false }
      return selector.looksAtImages
        || selector.matches(name: summary.name, image: summary.image, labels: summary.labels)
    }
    guard let details = entry.details, !isAfterGap else { return true }
    return details.state != summary.state || details.name != summary.name
      || details.health.status != summary.health && details.state == .running
  }

  /// Asks for an inspection, or for one more after that which is under way.
  private func inspect(_ entry: inout Entry, _ id: String, cause: EngineEvent?) -> [Effect] {
    if entry.isInspecting {
      entry.isStale = true
      entry.nextCause = cause ?? entry.nextCause
      return []
    }
    entry.isInspecting = true
    entry.cause = cause
    return [.inspect(id: id)]
  }

  /// After an inspection: another one if news came meanwhile.
  private func inspectAgain(_ entry: inout Entry, _ id: String) -> [Effect] {
    guard entry.isStale else { return [] }
    let cause = entry.nextCause
    entry.isStale = false
    entry.nextCause = nil
    return inspect(&entry, id, cause: cause)
  }

  private mutating func destroyed(_ event: EngineEvent) -> [Effect] {
    rejected.remove(event.id)
    guard let entry = entries.removeValue(forKey: event.id) else { return nameless([event]) }
    guard let details = entry.details else { return nameless(entry.waiting + [event]) }
    return [.tell(.event(event, details)), .tell(.gone(id: event.id))]
  }

  /// Inspect says that there is no such container. A known one is told gone by its `destroy` event, which is on its
  /// way and may have others before it, or else by the next list.
  private mutating func notFound(_ id: String, _ entry: Entry) -> [Effect] {
    guard entry.details == nil else {
      var waiting = entry
      waiting.isStale = false
      waiting.nextCause = nil
      entries[id] = waiting
      return []
    }
    return vanished(id, entry)
  }

  /// There is no such container any more.
  private mutating func vanished(_ id: String, _ entry: Entry) -> [Effect] {
    entries[id] = nil
    return entry.details == nil ? nameless(entry.waiting) : [.tell(.gone(id: id))]
  }

  /// Events of a container that was never inspected: told if by their own attributes it would have been chosen.
  private func nameless(_ events: [EngineEvent]) -> [Effect] {
    events.filter { mayBeChosen($0) }.map { .tell(.event($0, nil)) }
  }

  private mutating func unchosen(_ id: String, _ entry: Entry) -> [Effect] {
    entries[id] = nil
    rejected.insert(id)
    return entry.details != nil ? [.tell(.gone(id: id))] : []
  }

  /// Tells that the list is done when the last inspection that it asked for is.
  private mutating func listingProgress(_ id: String?) -> [Effect] {
    guard var current = listing else { return [] }
    if let id { current.left.remove(id) }
    listing = current.left.isEmpty ? nil : current
    return current.left.isEmpty ? [.tell(.listed(chosen: chosenCount, total: current.total))] : []
  }
}

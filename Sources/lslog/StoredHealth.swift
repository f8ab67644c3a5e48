internal import DaemonConfiguration
internal import HealthStore
internal import LogQuery
internal import LogStore
internal import LogWire
internal import SQLite
internal import Terminal

/// The states and transitions that the prober wrote to a store, of the containers that a person asks for.
struct StoredHealth {
  /// What is known at a moment.
  struct View {
    var doubt: HealthDoubt?
    var reports: [ContainerReport]
    /// Of these containers, or all if all are asked for; the oldest first.
    var transitions: [Transition] = []
  }

  private let database: HealthDatabase
  private let selection: HealthSelection

  /// - Throws: ``StoreMissing`` if there is no store or the prober has not written to it; ``NoRights``.
  init(location: StoreLocation, selection: HealthSelection) throws {
    do {
      database = try HealthDatabase(path: StoreLayout(path: location.path).healthDatabase, access: .read)
    } catch let error as SQLiteError {
      throw StoreMissing.orNoRights(error, location)
    }
    self.selection = selection
  }

  /// A number that is another one whenever something was written.
  func version() throws -> Int64 { try database.version() }

  /// The containers that are asked for, by project and name, then those that are gone.
  ///
  /// - Parameters:
  ///   - length: how far back the histories go.
  ///   - isUnwell: only those that are not well.
  ///   - changes: how many of the last transitions.
  /// - Throws: ``NoSuchContainer`` if something was asked for that is not known.
  func view(over length: Duration, isUnwell: Bool, changes: Int, now: Timestamp) throws -> View {
    try database.snapshot {
      let since = Timestamp(nanoseconds: now.nanoseconds &- length.components.seconds * 1_000_000_000)
      var view = View(doubt: try database.doubt(now: now), reports: try reports(since: since, now: now))
      if isUnwell { view.reports.removeAll(where: \.isWell) }
      guard changes > 0 else { return view }
      view.transitions = try database.transitions(
        selection.isAll && !isUnwell
          ? .init(newest: changes) : Self.filter(view.reports.map(\.row), newest: changes))
      return view
    }
  }

  private func reports(since: Timestamp, now: Timestamp) throws -> [ContainerReport] {
    let present = try database.reports(since: since, now: now, where: selection.includes)
    let missing = selection.without(present.map(\.row))
    guard missing.isNamed || present.isEmpty && !selection.isAll else { return present }
    let gone =
      missing.isNamed
      ? try database.reports(
        ofGone: try database.goneRows().filter(missing.includes), since: since, now: now) : []
    let unknown = missing.without(gone.map(\.row))
    if unknown.isNamed || present.isEmpty && gone.isEmpty { throw unknown.failure }
    return present + gone
  }

  private static func filter(
    _ rows: [HealthRow], range: TimeRange = .always, newest: Int? = nil
  ) -> HealthDatabase.TransitionFilter {
    // The filter's end is not included.
    let until = range.until.map { Timestamp(nanoseconds: $0.nanoseconds == .max ? .max : $0.nanoseconds + 1) }
    return .init(
      names: Set(rows.map(\.name)), containers: Set(rows.map(\.id)), since: range.since, until: until,
      newest: newest)
  }

  /// Gives the transitions of a time to `body`, oldest first, of containers that are gone, too, until it returns false.
  ///
  /// - Parameters:
  ///   - newest: only so many; nil: all, of which no more than one is held.
  ///   - hasOutput: whether with the output in their evidence.
  /// - Throws: ``NoSuchContainer`` if something was asked for that is not known.
  func forEachTransition(
    in range: TimeRange, newest: Int?, hasOutput: Bool, _ body: (Transition) throws -> Bool
  ) throws {
    try database.snapshot {
      var filter = Self.filter([], range: range, newest: newest)
      (filter.names, filter.containers) = (nil, nil)
      if !selection.isAll {
        let rows = try (database.storedRows() + database.goneRows()).filter(selection.includes)
        let unknown = selection.without(rows)
        if unknown.isNamed || rows.isEmpty { throw unknown.failure }
        filter = Self.filter(rows, range: range, newest: newest)
      }
      filter.hasOutput = hasOutput
      guard newest != nil else { return try database.forEachTransition(filter, body) }
      for transition in try database.transitions(filter) {
        guard try body(transition) else { break }
      }
    }
  }

  /// What is shown of a container that was asked for by name.
  func details(of report: ContainerReport, transitions: Int, now: Timestamp) throws -> HealthJSON.Details {
    let row = report.row
    return HealthJSON.Details(
      silences: report.isGone ? [] : try silences(of: row, now: now),
      actions: try database.actions(since: .distantPast, container: row.id),
      transitions: try database.transitions(Self.filter([row], newest: transitions)))
  }

  private func silences(of row: HealthRow, now: Timestamp) throws -> [Silence] {
    try database.silences(at: now).filter { silence in
      guard silence.from <= now else { return false }
      // A pattern of a later version may be none that this one can read.
      let pattern = try? HealthSelection(names: [silence.pattern], projects: [])
      return pattern?.includes(row) ?? false
    }
  }

  /// The transition that says what is or was wrong with a container: to the state it is in, if that is not well; else the last
  /// one to such a state; else its last one. Nil if none is kept.
  func decisiveTransition(of report: ContainerReport) throws -> Transition? {
    let row = report.row
    if !report.isGone, !(report.stateBefore ?? row.state).isWell, let last = report.lastChange { return last }
    var filter = Self.filter([row], newest: 1)
    filter.isUnwell = true
    return try database.transitions(filter).last ?? report.lastChange
  }
}

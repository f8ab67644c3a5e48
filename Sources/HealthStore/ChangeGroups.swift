internal import LogWire

/// Changes of many containers, put together by name as they come.
///
/// There may be a hundred thousand, so each costs one look-up.
struct ChangeGroups {
  /// One container's.
  private struct Group {
    /// The name it has now; nil: it is not there, and its changes stand with the names it had.
    let name: String?
    var firstNumber: Int64?
    var changes: [StateChange] = []
  }

  private var places: [String: Int] = [:]
  private var groups: [Group] = []
  private var earlier: [StateChange] = []

  /// - Parameter rows: the containers whose names are known.
  init(_ rows: [HealthRow]) {
    for row in rows where places[row.id] == nil {
      places[row.id] = groups.count
      groups.append(Group(name: row.name))
    }
  }

  /// Takes a change with its number, in the order of time.
  mutating func add(_ change: StateChange, number: Int64) {
    let place = places[change.container] ?? groups.count
    if place == groups.count {
      places[change.container] = place
      groups.append(Group(name: nil))
    }
    if groups[place].firstNumber == nil { groups[place].firstNumber = number }
    groups[place].changes.append(change)
  }

  /// Takes a change that may come before the others.
  mutating func addEarlier(_ change: StateChange) {
    earlier.append(change)
  }

  /// The number of each container's first change.
  var firstNumbers: [(container: String, number: Int64)] {
    groups.compactMap { group in
      guard let number = group.firstNumber, let first = group.changes.first else { return nil }
      return (first.container, number)
    }
  }

  /// Whether a container has changes beside the earlier ones.
  func hasChanges(of container: String) -> Bool {
    places[container].map { groups[$0].firstNumber != nil } ?? false
  }

  /// All changes by name, in the order of time.
  func byName() -> [String: [StateChange]] {
    var found: [String: [StateChange]] = [:]
    for change in earlier {
      let name = places[change.container].flatMap { groups[$0].name } ?? change.name
      found[name, default: []].append(change)
    }
    for group in groups {
      if let name = group.name {
        found[name, default: []] += group.changes
      } else {
        for change in group.changes { found[change.name, default: []].append(change) }
      }
    }
    for name in found.keys { Self.sort(&found[name, default: []]) }
    return found
  }

  /// Most are in order. Those of one moment stay in theirs.
  private static func sort(_ changes: inout [StateChange]) {
    guard zip(changes, changes.dropFirst()).contains(where: { $0.time > $1.time }) else { return }
    let sorted = changes.enumerated().sorted { left, right in
      (left.element.time, left.offset) < (right.element.time, right.offset)
    }
    changes = sorted.map(\.element)
  }
}

package import ContainerRuntime
package import LogQuery
internal import LogWire

/// `lslog ps`: the containers of a project, as a table or as JSON.
package struct ContainerTable: Sendable {
  private let calendar: CivilCalendar
  private let isColored: Bool
  /// The ids of those that lslogd follows; nil: it does not run.
  private let followed: Set<String>?

  /// - Parameters:
  ///   - calendar: the time zone of the times.
  ///   - isColored: whether to colour the states.
  ///   - followed: the ids of the containers that lslogd follows; nil: it does not run.
  package init(calendar: CivilCalendar, isColored: Bool, followed: Set<String>?) {
    self.calendar = calendar
    self.isColored = isColored
    self.followed = followed
  }

  /// The table, each line with its end.
  package func text(_ containers: [ManagedContainer]) -> String {
    var time = CivilTimeText(calendar: calendar)
    let since = containers.map { container in
      container.startedAt.map { time.textToSecond(Timestamp(nanoseconds: $0)) } ?? "-"
    }
    return TextColumn.table(
      [
        TextColumn("RESOURCE", containers.map { InertText.inert($0.resource) }),
        TextColumn("CONTAINER", containers.map { InertText.inert($0.name) }),
        TextColumn("IMAGE", containers.map { InertText.inert($0.image) }),
        TextColumn("STATE", containers.map(\.status.label), styles: containers.map(\.status.style)),
        TextColumn(
          "PORTS", containers.map { InertText.inert($0.ports.map(\.description).joined(separator: ", ")) }),
        TextColumn("SINCE", since),
        TextColumn("FOLLOWED", containers.map { isFollowed($0).map { $0 ? "yes" : "no" } ?? "-" }),
      ], isColored: isColored)
  }

  /// One object a container and line. Keys: `resource`, `container`, `id`, `image`, `state`, `exit_code` (of a stopped
  /// one), `ports`, `since` (RFC 3339; left out if it never started), `followed` (left out if lslogd does not run).
  package func json(_ containers: [ManagedContainer]) -> String {
    var bytes: [UInt8] = []
    for container in containers {
      var object = JSONObjectWriter(takingOver: &bytes)
      object.add("resource", container.resource)
      object.add("container", container.name)
      object.add("id", container.id.text)
      object.add("image", container.image)
      object.add("state", container.status.word)
      if case .stopped(let code) = container.status { object.add("exit_code", Int64(code)) }
      object.add("ports", container.ports.map { Array($0.description.utf8) })
      if let started = container.startedAt {
        object.add("since", Timestamp(nanoseconds: started).description)
      }
      if let isFollowed = isFollowed(container) { object.add("followed", isFollowed) }
      bytes = object.finish()
      bytes.append(UInt8(ascii: "\n"))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func isFollowed(_ container: ManagedContainer) -> Bool? {
    followed.map { $0.contains(container.id.text) }
  }
}

extension ContainerStatus {
  /// The state in a word.
  fileprivate var word: String {
    switch self {
    case .starting: "starting"
    case .running: "running"
    case .healthy: "healthy"
    case .unhealthy: "unhealthy"
    case .stopped: "stopped"
    }
  }

  /// A sign and words, to be read without colour.
  fileprivate var label: String {
    switch self {
    case .starting: "… starting"
    case .running, .healthy: "✓ \(word)"
    case .unhealthy: "✗ unhealthy"
    case .stopped(let code): "\(code == 0 ? "■" : "✗") stopped (\(code))"
    }
  }

  fileprivate var style: TextStyle {
    switch self {
    case .running, .healthy: .good
    case .starting: .waiting
    case .stopped(0): .dim
    case .unhealthy, .stopped: .bad
    }
  }
}

/// Every request that log collection can make. All are GET; there is no way to name another path.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/>.
enum EngineRequest: Sendable, Hashable {
  /// Is the engine there, and which API does it speak? The only request without a version in its path.
  case ping
  /// The containers; `labels` are `key` or `key=value`, all of which must hold.
  case list(all: Bool, labels: [String])
  /// All about one container, by its id or name.
  case inspect(id: String)
  /// The stream of events from `since` (nanoseconds) on, limited by the filter.
  case events(since: Int64?, filter: EngineEventFilter)
  /// The log of one container. Podman needs its `since` as RFC 3339, see ``FollowRequest``.
  case logs(FollowRequest)

  /// The path without a version and without the query.
  var path: String {
    switch self {
    case .ping: "/_ping"
    case .list: "/containers/json"
    case .inspect(let id): "/containers/\(PercentEncoding.encode(id))/json"
    case .events: "/events"
    case .logs(let follow): "/containers/\(PercentEncoding.encode(follow.containerID))/logs"
    }
  }

  /// The request target for the first line of the request: version, path and query.
  func target(version: EngineVersion?) -> String {
    let prefix = version.map { "/v\($0.negotiated)" } ?? ""
    let query = query(version: version).map { "\($0.name)=\(PercentEncoding.encode($0.value))" }
    return prefix + path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
  }

  private func query(version: EngineVersion?) -> [(name: String, value: String)] {
    switch self {
    case .ping, .inspect: return []
    case .list(let all, let labels):
      var items = [(name: "all", value: all ? "1" : "0")]
      if !labels.isEmpty { items.append(("filters", JSONText.object([("label", labels)]))) }
      return items
    case .events(let since, let filter):
      var items = since.map { [(name: "since", value: EngineTime.formatSince($0))] } ?? []
      items.append(("filters", JSONText.object([("type", filter.types), ("event", filter.actions)])))
      return items
    case .logs(let follow):
      return follow.query(isPodman: version?.isPodman ?? false)
    }
  }
}

package import LogWire

/// Everything that a search is asked for.
package struct SearchRequest: Sendable {
  /// What a hit must have.
  package var query: Query
  /// The time of the earliest line that may be a hit, this moment included; nil: no limit.
  package var since: Timestamp?
  /// The time of the latest line that may be a hit, this moment included; nil: no limit.
  package var until: Timestamp?
  /// The containers to search.
  package var containers: ContainerFilter
  /// The stream to search; nil: both.
  package var stream: LogStream?
  /// How many hits to give at most: the *newest* ones, whatever the order they are given in. Nil: all.
  package var limit: Int?
  /// The order of the hits.
  package var order: SearchOrder

  package init(
    query: Query = .all, since: Timestamp? = nil, until: Timestamp? = nil, containers: ContainerFilter = .all,
    stream: LogStream? = nil, limit: Int? = nil, order: SearchOrder = .oldestFirst
  ) {
    self.query = query
    self.since = since
    self.until = until
    self.containers = containers
    self.stream = stream
    self.limit = limit
    self.order = order
  }
}

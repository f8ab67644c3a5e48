internal import LogStore
internal import LogWire

extension Hit {
  /// The log that it is a line of.
  var key: StoreFeed.Key { StoreFeed.Key(id: container.id, epoch: epoch) }

  /// A line of a piece of a log, which must have it.
  init(_ piece: StoreFeed.Lines, _ ordinal: Int64, _ container: ContainerInfo) {
    let index = Int(ordinal - piece.firstOrdinal)
    let line = piece.lines.lines[index]
    self.init(
      time: line.time, container: container, stream: line.stream, flags: line.flags, epoch: piece.epoch,
      ordinal: ordinal, message: piece.lines.message(index))
  }
}

extension SearchRequest {
  /// Whether a line of this time and stream may be a hit.
  func wants(_ time: Timestamp, _ stream: LogStream) -> Bool {
    time >= since ?? .distantPast && time <= until ?? .distantFuture && self.stream ?? stream == stream
  }
}

package import LogQuery

/// One sink of the configuration.
package struct SinkSettings: Sendable {
  /// Names the sink's cursors: a sink that is renamed begins at the first line of the store.
  package var name: String
  /// Which lines are sent.
  package var matcher: LineMatcher
  /// Makes the sink, on the thread that will use it.
  package var makeSink: @Sendable () -> any Sink

  package init(name: String, filter: Query, makeSink: @escaping @Sendable () -> any Sink) {
    self.name = name
    matcher = LineMatcher(filter)
    self.makeSink = makeSink
  }
}

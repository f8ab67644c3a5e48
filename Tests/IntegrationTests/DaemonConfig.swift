/// What a test wants of its lslogd; the rest of the file is the same for all.
struct DaemonConfig: Sendable {
  var collectors = 1
  var segmentSize = "256MiB"
  /// Whether lines are forwarded to the journal, and the tag they get there.
  var journalTag: String?
  /// Whom transitions are told, as `health.channels` has it, unless ``extra`` has a `health`: nobody, so that the journal has
  /// lines only.
  var channels = "[]"
  /// Lines that are added as they are.
  var extra = ""

  /// The text of the file.
  ///
  /// - Parameters:
  ///   - project: The label that marks the containers of this test.
  ///   - store: The store's folder.
  func yaml(project: String, store: String) -> String {
    let sinks = journalTag.map { "[{type: journald, name: journald, tag: \"\($0)\"}]" } ?? "[]"
    return """
      docker: {host: "\(Testbed.dockerHost)"}
      select:
        containers: listed
        include:
          - labels: [lightshuttle.project=\(project)]
      store:
        path: \(store)
        segment: {size: \(segmentSize)}
      collectors: \(collectors)
      supervisor: {restart: {limit: 100, backoff: {initial: 100ms, maximum: 1s}}}
      sinks: \(sinks)
      \(extra.contains("health:") ? "" : "health: {channels: \(channels)}")
      \(extra)

      """
  }
}

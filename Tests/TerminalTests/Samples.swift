import LogQuery
import LogStore
import LogWire
import Terminal

/// Hits and what formatters make of them.
enum Samples {
  static func hit(
    _ message: [UInt8], name: String = "api", project: String? = nil, resource: String? = nil,
    stream: LogStream = .stdout, flags: LineFlags = .lf, time: Int64 = 1_795_442_523_123_456_789
  ) -> Hit {
    Hit(
      time: Timestamp(nanoseconds: time),
      container: ContainerInfo(
        id: "4bf92f3577b34da6", name: name, project: project, resource: resource, image: "busybox"),
      stream: stream, flags: flags, epoch: 1, ordinal: 42, message: message)
  }

  static func hit(_ message: String, name: String = "api", stream: LogStream = .stdout) -> Hit {
    hit(Array(message.utf8), name: name, stream: stream)
  }

  static func printed(_ hits: [Hit], by formatter: some HitFormatter) -> [UInt8] {
    var formatter = formatter
    var bytes: [UInt8] = []
    for hit in hits { formatter.append(hit, to: &bytes) }
    return bytes
  }

  static func text(_ hits: [Hit], by formatter: some HitFormatter) -> String {
    String(decoding: printed(hits, by: formatter), as: UTF8.self)
  }
}

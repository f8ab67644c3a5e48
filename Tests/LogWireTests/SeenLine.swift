import LogWire

/// One decoded line, in a form that compares and prints.
struct SeenLine: Hashable, CustomStringConvertible {
  var message: [UInt8]
  var time: Timestamp
  var stream: LogStream
  var flags: LineFlags

  init(_ message: [UInt8], at time: Timestamp, _ stream: LogStream = .stdout, _ flags: LineFlags = .lf) {
    self.message = message
    self.time = time
    self.stream = stream
    self.flags = flags
  }

  init(_ message: String, at time: Timestamp, _ stream: LogStream = .stdout, _ flags: LineFlags = .lf) {
    self.init(Array(message.utf8), at: time, stream, flags)
  }

  /// The bytes that the container wrote for it.
  var raw: [UInt8] {
    message + flags.lineEnd.withUTF8Buffer { Array($0) }
  }

  var description: String {
    let text = String(decoding: message.prefix(40), as: UTF8.self)
    return "\(time) \(stream) flags \(flags.rawValue) \(message.count) bytes \(text.debugDescription)"
  }
}

extension LineBatch {
  var seen: [SeenLine] {
    lines.indices.map { SeenLine(message($0), at: lines[$0].time, lines[$0].stream, lines[$0].flags) }
  }
}

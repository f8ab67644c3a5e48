package import LogWire

/// One line, by itself.
package struct TestLine: Hashable, CustomStringConvertible, Sendable {
  package var message: [UInt8]
  package var time: Timestamp
  package var stream: LogStream
  package var flags: LineFlags

  package init(_ message: [UInt8], at time: Int64, stream: LogStream = .stdout, flags: LineFlags = .lf) {
    self.message = message
    self.time = Timestamp(nanoseconds: time)
    self.stream = stream
    self.flags = flags
  }

  package init(_ message: String, at time: Int64) {
    self.init(Array(message.utf8), at: time)
  }

  package var description: String {
    "\(time.nanoseconds) \(stream) \(flags.rawValue) \(String(decoding: message.prefix(60), as: UTF8.self))"
  }
}

extension LineBatch {
  package init(_ lines: [TestLine]) {
    self.init()
    for line in lines {
      append(message: line.message.span.bytes, time: line.time, stream: line.stream, flags: line.flags)
    }
  }

  /// Its lines one by one.
  package var testLines: [TestLine] {
    lines.indices.map { index in
      let line = lines[index]
      return TestLine(message(index), at: line.time.nanoseconds, stream: line.stream, flags: line.flags)
    }
  }
}

extension SplitMix64 {
  /// A line of a few words, of random bytes, empty, or now and then a long one.
  package mutating func line(near time: Int64) -> TestLine {
    let message: [UInt8] =
      switch number(0...19) {
      case 0: []
      case 1: bytes(number(0...200))
      case 2: [UInt8](repeating: UInt8.random(in: 0...255, using: &self), count: number(0...5000))
      default: Array("request \(number(0...99)) failed".utf8)
      }
    return TestLine(
      message, at: time &+ Int64(number(-1000...1000)), stream: chance(1, in: 4) ? .stderr : .stdout,
      flags: LineFlags(rawValue: UInt8(number(0...31))))
  }
}

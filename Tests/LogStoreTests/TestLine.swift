import LogStore
import LogWire

/// One line, by itself.
struct TestLine: Hashable, CustomStringConvertible {
  var message: [UInt8]
  var time: Timestamp
  var stream = LogStream.stdout
  var flags = LineFlags.lf

  init(_ message: [UInt8], at time: Int64, stream: LogStream = .stdout, flags: LineFlags = .lf) {
    self.message = message
    self.time = Timestamp(nanoseconds: time)
    self.stream = stream
    self.flags = flags
  }

  init(_ message: String, at time: Int64) {
    self.init(Array(message.utf8), at: time)
  }

  var description: String {
    "\(time.nanoseconds) \(stream) \(flags.rawValue) \(String(decoding: message.prefix(60), as: UTF8.self))"
  }
}

/// A line as the store names it.
struct StoredLine: Hashable {
  var id: String
  var epoch: Int64
  var ordinal: Int64
  var line: TestLine
}

extension LineBatch {
  init(_ lines: [TestLine]) {
    self.init()
    for line in lines {
      append(message: line.message.span.bytes, time: line.time, stream: line.stream, flags: line.flags)
    }
  }

  var testLines: [TestLine] {
    lines.indices.map { index in
      let line = lines[index]
      return TestLine(message(index), at: line.time.nanoseconds, stream: line.stream, flags: line.flags)
    }
  }
}

extension ContainerInfo {
  /// A container whose id is made of its name.
  init(_ name: String) {
    self.init(id: name + String(repeating: "0", count: 64 - name.utf8.count), name: name)
  }
}

extension ContainerBatch {
  init(_ name: String, _ lines: [TestLine]) {
    self.init(container: ContainerInfo(name), lines: LineBatch(lines), openSince: nil)
  }
}

extension SeededRandom {
  /// A line of the vocabulary, of random bytes, empty, or now and then a long one.
  mutating func line(near time: Int64) -> TestLine {
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

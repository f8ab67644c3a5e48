/// Puts the pieces of one line of one stream together, and cuts what grows beyond the limit.
///
/// Holds at most `limit` + 2 bytes and one chunk. A line whose message is longer than `limit` comes out as
/// several: each but the last is exactly `limit` bytes and marked ``LineFlags/cut``; each but the first is
/// marked ``LineFlags/continuation``. Where the cuts fall depends on the bytes alone, not on how they arrived.
struct LineAssembler: Sendable {
  let stream: LogStream
  /// The longest message of one line, in bytes, its line end not counted.
  let limit: Int

  private(set) var isOpen = false
  private(set) var time = Timestamp(nanoseconds: 0)
  private(set) var isStamped = false
  /// How many bytes the last chunk had; a full chunk is continued by the next entry of the log.
  private(set) var lastChunkLength = 0
  private var flags: LineFlags = []
  private var bytes: [UInt8] = []

  init(stream: LogStream, limit: Int) {
    self.stream = stream
    self.limit = limit
  }

  /// Opens a line. The one before it must have been closed.
  mutating func open(time: Timestamp, isStamped: Bool) {
    precondition(!isOpen, "a line of \(stream) is open since \(self.time)")
    isOpen = true
    self.time = time
    self.isStamped = isStamped
    flags = isStamped ? [] : .unstamped
  }

  /// Adds a chunk to the open line, emitting what exceeds the limit.
  mutating func append(_ chunk: RawSpan, into batch: inout LineBatch) {
    bytes.append(chunk)
    lastChunkLength = chunk.byteCount
    // Two bytes of slack: the line end, which is not part of the message, may be still to come or be here.
    while bytes.count > limit + 2 { cut(into: &batch) }
  }

  /// Closes the open line and emits it. Does nothing if none is open.
  mutating func close(into batch: inout LineBatch) {
    guard isOpen else { return }
    let end = Self.lineEnd(of: bytes.span.bytes)
    while bytes.count - end.length > limit { cut(into: &batch) }
    batch.append(
      message: bytes.span.bytes.extracting(..<(bytes.count - end.length)), time: time, stream: stream,
      flags: flags.union(end.flags))
    drop()
  }

  /// Forgets the open line.
  mutating func drop() {
    bytes.removeAll(keepingCapacity: bytes.count <= 1 << 16)
    isOpen = false
  }

  private mutating func cut(into batch: inout LineBatch) {
    batch.append(
      message: bytes.span.bytes.extracting(..<limit), time: time, stream: stream, flags: flags.union(.cut))
    bytes.removeFirst(limit)
    flags.insert(.continuation)
  }

  /// Emits a line that came whole, with its line end, without copying it first.
  @inline(__always)
  mutating func emitWhole(
    _ line: RawSpan, time: Timestamp, isStamped: Bool, into batch: inout LineBatch
  ) {
    let end = Self.lineEnd(of: line)
    let length = line.byteCount - end.length
    if length <= limit {
      let flags: LineFlags = isStamped ? end.flags : end.flags.union(.unstamped)
      batch.append(message: line.extracting(..<length), time: time, stream: stream, flags: flags)
    } else {
      emitLong(line, time: time, isStamped: isStamped, into: &batch)
    }
  }

  /// Emits a whole line that is longer than the limit, in pieces.
  @inline(never)
  private mutating func emitLong(
    _ line: RawSpan, time: Timestamp, isStamped: Bool, into batch: inout LineBatch
  ) {
    open(time: time, isStamped: isStamped)
    append(line, into: &batch)
    close(into: &batch)
  }

  @inline(__always)
  private static func lineEnd(of line: RawSpan) -> (length: Int, flags: LineFlags) {
    let count = line.byteCount
    guard count > 0, line.byte(at: count - 1) == UInt8(ascii: "\n") else { return (0, []) }
    guard count > 1, line.byte(at: count - 2) == UInt8(ascii: "\r") else { return (1, .lf) }
    return (2, .crlf)
  }
}

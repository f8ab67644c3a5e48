/// Decodes the multiplexed stream of a container without a TTY: `[type][0 0 0][length, big-endian][payload]`.
///
/// The payload is one entry of the log driver: a timestamp, a space, and a line or a chunk of a longer line.
/// Input may be split anywhere; a frame that is not complete is kept (at most ``maximumFrameLength`` + 8 bytes).
///
/// Source: "Stream format" of the Engine API's container attach, and moby's api/pkg/stdcopy.
struct FrameDecoder: Sendable {
  /// No log driver makes a frame of more than a chunk and its timestamp; a longer one than this is refused.
  static let maximumFrameLength = (1 << 20) + 64
  private static let headerLength = 8

  private var joiner: EntryJoiner
  private var timestamps = TimestampParser()
  /// The start of a frame that is not complete yet.
  private var pending: [UInt8] = []
  /// Bytes of the stream before the input that is being consumed, `pending` included.
  private var consumed: UInt64 = 0

  init(joining: PartialJoining, lineLimit: Int) {
    joiner = EntryJoiner(joining: joining, lineLimit: lineLimit)
  }

  /// The time of the oldest line that is not complete.
  var openSince: Timestamp? { joiner.openSince }

  mutating func consume(
    _ input: RawSpan, readTime: Timestamp, into batch: inout LineBatch
  ) throws(WireError) {
    var offset = try completePending(from: input, readTime: readTime, into: &batch)
    while input.byteCount - offset >= Self.headerLength {
      let length = try frameLength(of: input, at: offset, streamOffset: consumed + UInt64(offset))
      let end = offset + Self.headerLength + length
      guard end <= input.byteCount else { break }
      try take(
        type: input.byte(at: offset), payload: input.extracting((offset + Self.headerLength)..<end),
        readTime: readTime, into: &batch)
      offset = end
    }
    pending.append(input.extracting(offset...))
    consumed += UInt64(input.byteCount)
  }

  mutating func finish(into batch: inout LineBatch) throws(WireError) {
    joiner.finish(into: &batch)
    guard !pending.isEmpty else { return }
    let have = pending.count
    let whole =
      have < Self.headerLength
      ? Self.headerLength : Self.headerLength + Int(pending.span.bytes.bigEndianLength(at: 4))
    pending.removeAll(keepingCapacity: true)
    throw .truncatedFrame(offset: consumed, missing: whole - have)
  }

  /// Fills the frame begun by earlier input and takes it if it is whole now. Returns the offset after it.
  private mutating func completePending(
    from input: RawSpan, readTime: Timestamp, into batch: inout LineBatch
  ) throws(WireError) -> Int {
    guard !pending.isEmpty else { return 0 }
    let streamOffset = consumed - UInt64(pending.count)
    var offset = fillPending(to: Self.headerLength, from: input, at: 0)
    guard pending.count >= Self.headerLength else { return offset }
    let length = try frameLength(of: pending.span.bytes, at: 0, streamOffset: streamOffset)
    offset = fillPending(to: Self.headerLength + length, from: input, at: offset)
    guard pending.count == Self.headerLength + length else { return offset }
    var frame: [UInt8] = []
    swap(&frame, &pending)
    try take(
      type: frame[0], payload: frame.span.bytes.extracting(Self.headerLength...), readTime: readTime,
      into: &batch)
    frame.removeAll(keepingCapacity: true)
    swap(&frame, &pending)
    return offset
  }

  private mutating func fillPending(to count: Int, from input: RawSpan, at offset: Int) -> Int {
    let taken = min(max(count - pending.count, 0), input.byteCount - offset)
    pending.append(input.extracting(offset..<offset + taken))
    return offset + taken
  }

  @inline(__always)
  private func frameLength(
    of bytes: RawSpan, at offset: Int, streamOffset: UInt64
  ) throws(WireError) -> Int {
    let header = bytes.littleEndianWord(at: offset)
    guard header & 0xFFFF_FFFC == 0 else {
      throw .badHeader(offset: streamOffset, bytes: withUnsafeBytes(of: header.littleEndian) { Array($0) })
    }
    let length = Int(UInt32(truncatingIfNeeded: header >> 32).byteSwapped)
    guard length <= Self.maximumFrameLength else {
      throw .frameTooLong(offset: streamOffset, length: length, limit: Self.maximumFrameLength)
    }
    return length
  }

  @inline(__always)
  private mutating func take(
    type: UInt8, payload: RawSpan, readTime: Timestamp, into batch: inout LineBatch
  ) throws(WireError) {
    guard type != 3 else { throw .daemonError(Self.daemonMessage(payload)) }
    let parsed = timestamps.parse(payload)
    let text = payload.extracting((parsed.map { $0.length + 1 } ?? 0)...)
    joiner.take(
      text, time: parsed?.time ?? readTime, isStamped: parsed != nil, stream: type == 2 ? .stderr : .stdout,
      into: &batch)
  }

  private static func daemonMessage(_ payload: RawSpan) -> String {
    payload.extracting(..<min(payload.byteCount, 4096)).withUnsafeBytes { bytes in
      var message = String(decoding: bytes, as: UTF8.self)
      while let last = message.last, last.isNewline { message.removeLast() }
      return message
    }
  }
}

package import LogWire

/// The lines of one commit as they lie in the tail: written and read in one pass, not compressed.
///
///     varint   lines
///     of each  zigzag varint  its time less that of the line before (the first: itself)
///              varint         the length of its message
///              byte           flags, and bit 7 for stderr
///     the messages, one after the other
///     4 bytes  checksum of the above, see ``Checksum``
package enum TailCodec {
  private static let stderrBit: UInt8 = 0x80

  /// Appends lines to `output`.
  package static func encode(_ batch: LineBatch, into output: inout [UInt8]) {
    let start = output.count
    Varint.append(UInt64(batch.count), to: &output)
    var previous: Int64 = 0
    for (index, line) in batch.lines.enumerated() {
      Varint.append(signed: line.time.nanoseconds &- previous, to: &output)
      previous = line.time.nanoseconds
      Varint.append(UInt64(batch.range(of: index).count), to: &output)
      output.append(line.flags.rawValue | (line.stream == .stderr ? stderrBit : 0))
    }
    output.append(contentsOf: batch.bytes)
    let check = output.withUnsafeBytes { Checksum.of(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    withUnsafeBytes(of: check.littleEndian) { output.append(contentsOf: $0) }
  }

  /// Adds the lines of one commit to `batch`.
  package static func decode(_ data: RawSpan, into batch: inout LineBatch) throws(BlockDamage) {
    guard data.byteCount >= 4,
      Checksum.of(data.extracting(0..<data.byteCount - 4)) == data.littleEndianWord32(at: data.byteCount - 4)
    else { throw BlockDamage("it does not fit its checksum") }
    let bytes = data.extracting(0..<data.byteCount - 4)
    var offset = 0
    // A line takes three bytes at least.
    guard let count = Varint.read(bytes, at: &offset), count <= UInt64(bytes.byteCount / 3) else {
      throw BlockDamage("it names more lines than it can have")
    }
    var message = try messages(bytes, count: Int(count), from: offset)
    var time: Int64 = 0
    for _ in 0..<count {
      guard let step = Varint.readSigned(bytes, at: &offset), let length = Varint.read(bytes, at: &offset),
        offset < bytes.byteCount, length <= UInt64(bytes.byteCount - message)
      else { throw BlockDamage("its lines end early") }
      let head = bytes.byte(at: offset)
      offset += 1
      time &+= step
      batch.append(
        message: bytes.extracting(message..<message + Int(length)), time: Timestamp(nanoseconds: time),
        stream: head & stderrBit != 0 ? .stderr : .stdout, flags: LineFlags(rawValue: head & ~stderrBit))
      message += Int(length)
    }
    guard message == bytes.byteCount else { throw BlockDamage("bytes at its end belong to no line") }
  }

  /// Where the messages begin, behind what is said of `count` lines.
  private static func messages(_ bytes: RawSpan, count: Int, from start: Int) throws(BlockDamage) -> Int {
    var offset = start
    for _ in 0..<count {
      guard Varint.read(bytes, at: &offset) != nil, Varint.read(bytes, at: &offset) != nil,
        offset < bytes.byteCount
      else { throw BlockDamage("its lines end early") }
      offset += 1
    }
    return offset
  }
}

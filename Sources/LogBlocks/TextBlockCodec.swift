package import LogWire

/// The text codec: small columns of numbers and the messages, each a zstd frame.
///
///     varint  bytes of the columns before compression
///     varint  bytes of the columns' zstd frame
///     zstd    columns: for each line the time as the difference from the line before (zigzag varint; the first from
///             blocks.min_time), then for each line the message's length (varint), then for each line one byte: flags,
///             with bit 7 set for stderr
///     zstd    the messages, one after the other (blocks.text_bytes of them)
///
/// Exact to the byte. Each frame carries a checksum.
package final class TextBlockCodec {
  private static let stderrBit: UInt8 = 0x80
  /// 3 (zstd's default): the words in the index cost more time than the compression at this level.
  private let compressor = ZstdCompressor(level: 3)
  private let decompressor = ZstdDecompressor()
  private var columns: [UInt8] = []

  package init() {}

  /// Appends the encoding of lines `range` of `batch` to `output`.
  package func encode(
    _ batch: LineBatch, lines range: Range<Int>, minTime: Timestamp, into output: inout [UInt8]
  ) throws(ZstdError) {
    columns.removeAll(keepingCapacity: true)
    var previous = minTime.nanoseconds
    for line in batch.lines[range] {
      Varint.append(signed: line.time.nanoseconds &- previous, to: &columns)
      previous = line.time.nanoseconds
    }
    for index in range { Varint.append(UInt64(batch.range(of: index).count), to: &columns) }
    for line in batch.lines[range] {
      columns.append(line.flags.rawValue | (line.stream == .stderr ? Self.stderrBit : 0))
    }
    var packed: [UInt8] = []
    try compressor.compress(columns, appendingTo: &packed)
    Varint.append(UInt64(columns.count), to: &output)
    Varint.append(UInt64(packed.count), to: &output)
    output.append(contentsOf: packed)
    let text = batch.range(of: range.lowerBound).lowerBound..<Int(batch.lines[range.upperBound - 1].end)
    let messages = batch.bytes
    try compressor.compress(messages.span.bytes.extracting(text), appendingTo: &output)
  }

  /// Decodes a block into `batch`, whose lines are replaced.
  package func decode(
    _ data: RawSpan, lines count: Int, textBytes: Int, minTime: Timestamp, into batch: inout LineBatch
  ) throws(BlockDamage) {
    batch.removeAll()
    // The row of the block may be damaged too.
    let fitting = 0...Int(UInt32.max)
    guard fitting.contains(count), fitting.contains(textBytes) else {
      throw BlockDamage("\(count) lines with \(textBytes) bytes of text")
    }
    var offset = 0
    guard
      let columnBytes = Varint.read(data, at: &offset), let packedBytes = Varint.read(data, at: &offset),
      // A line takes a byte each for time, length and flags, and at most ten, five and one.
      columnBytes >= UInt64(count) * 3, columnBytes <= UInt64(count) * 16,
      packedBytes <= UInt64(data.byteCount - offset)
    else { throw BlockDamage("the lengths of the columns are out of range") }
    let textStart = offset + Int(packedBytes)
    let columns = try unpack(data.extracting(offset..<textStart), count: Int(columnBytes))
    let text = try unpack(data.extracting(textStart...), count: textBytes)
    try assemble(columns.span.bytes, text.span.bytes, lines: count, minTime: minTime, into: &batch)
  }

  private func unpack(_ frame: RawSpan, count: Int) throws(BlockDamage) -> [UInt8] {
    do { return try decompressor.decompress(frame, count: count) } catch {
      throw BlockDamage(error.description)
    }
  }

  private func assemble(
    _ columns: RawSpan, _ text: RawSpan, lines count: Int, minTime: Timestamp, into batch: inout LineBatch
  ) throws(BlockDamage) {
    batch.reserve(lines: count, bytes: text.byteCount)
    var times = 0
    var lengths = 0
    for _ in 0..<count {
      guard Varint.readSigned(columns, at: &lengths) != nil else {
        throw BlockDamage("the column of times ends early")
      }
    }
    var flags = columns.byteCount - count
    var time = minTime.nanoseconds
    var start = 0
    for _ in 0..<count {
      guard
        let delta = Varint.readSigned(columns, at: &times), let length = Varint.read(columns, at: &lengths),
        flags >= 0, flags < columns.byteCount, length <= UInt64(text.byteCount - start)
      else { throw BlockDamage("the columns don't fit the text") }
      time &+= delta
      let bits = columns.byte(at: flags)
      flags += 1
      batch.append(
        message: text.extracting(start..<start + Int(length)), time: Timestamp(nanoseconds: time),
        stream: bits & Self.stderrBit != 0 ? .stderr : .stdout,
        flags: LineFlags(rawValue: bits & ~Self.stderrBit))
      start += Int(length)
    }
    guard start == text.byteCount else {
      throw BlockDamage("\(text.byteCount - start) bytes of text belong to no line")
    }
  }
}

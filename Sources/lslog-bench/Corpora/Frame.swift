internal import LogWire

/// Frames as dockerd sends them: a header, a timestamp, and a line or a chunk of a longer one.
///
/// A line of 16 KiB or more is cut into chunks with the same timestamp, of which only the last ends in a line feed, as
/// json-file and local keep it. Source: moby's daemon/logger/copier.go.
enum Frame {
  private static let stampLength = 31

  /// Adds the frames of one line.
  static func append(
    _ line: [UInt8], time: Timestamp, stream: LogStream, to frames: inout [UInt8]
  ) {
    var rest = line[...]
    while rest.count >= PartialJoining.chunkLength {
      append(chunk: rest.prefix(PartialJoining.chunkLength), isLast: false, time, stream, to: &frames)
      rest = rest.dropFirst(PartialJoining.chunkLength)
    }
    append(chunk: rest, isLast: true, time, stream, to: &frames)
  }

  private static func append(
    chunk: ArraySlice<UInt8>, isLast: Bool, _ time: Timestamp, _ stream: LogStream, to frames: inout [UInt8]
  ) {
    let length = stampLength + chunk.count + (isLast ? 1 : 0)
    frames += [stream.rawValue, 0, 0, 0]
    withUnsafeBytes(of: UInt32(length).bigEndian) { frames.append(contentsOf: $0) }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: stampLength) { stamp in
      time.writeRFC3339(into: stamp)
      stamp[stampLength - 1] = UInt8(ascii: " ")
      frames.append(contentsOf: stamp)
    }
    frames.append(contentsOf: chunk)
    if isLast { frames.append(0x0A) }
  }
}

internal import LogWire

extension ImportFormat {
  /// The format of a file that begins with `head`. What looks like nothing else is plain text.
  ///
  /// - Parameter head: as much of the file's start as there is; its first line should be whole.
  package static func guess(_ head: RawSpan) -> ImportFormat {
    if FrameHeader(head, at: 0)?.isPlausible ?? false { return .frames }
    let line = head.extracting(..<(head.firstOffset(of: UInt8(ascii: "\n")) ?? head.byteCount))
    var keys = RecordKeys()
    keys.collect(from: line)
    if keys.has("log"), keys.has("time") || keys.has("stream") { return .jsonFile }
    if keys.has("time"), keys.has("container"), keys.has("message") { return .export }
    return .plain
  }

  /// The program that unpacks a file which begins with `head`, if it is compressed.
  ///
  /// Source: RFC 1952, RFC 8878, and the formats of bzip2 and xz.
  package static func unpacker(for head: RawSpan) -> String? {
    guard head.byteCount >= 4 else { return nil }
    switch head.bigEndianLength(at: 0) {
    case 0x1F8B_0000...0x1F8B_FFFF: return "zcat"
    case 0x28B5_2FFD: return "zstdcat"
    case 0x425A_6830...0x425A_6839: return "bzcat"
    case 0xFD37_7A58: return "xzcat"
    default: return nil
    }
  }
}

/// The keys of a record, as far as it is whole.
private struct RecordKeys {
  private var keys: Set<String> = []

  mutating func collect(from line: RawSpan) {
    var scanner = RecordScanner()
    do throws(RecordFault) {
      try scanner.begin(line)
      while let key = try scanner.nextKey(line) {
        keys.insert(line.extracting(key).text)
        _ = try scanner.value(line)
      }
    } catch {
      // A line of dockerd may be longer than what was read of it; its first keys tell enough.
    }
  }

  func has(_ key: String) -> Bool { keys.contains(key) }
}

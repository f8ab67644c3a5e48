internal import LogWire

/// The eight bytes before each entry of the Engine's multiplexed stream: `[type][0 0 0][length, big-endian]`.
///
/// Source: "Stream format" of the Engine API's container attach.
struct FrameHeader: Equatable {
  static let length = 8

  /// 0 stdin, 1 stdout, 2 stderr, 3 an error of the daemon.
  var type: UInt8
  /// How many bytes follow.
  var payload: Int

  /// Reads the header at `offset`; nil if there are not enough bytes, or they are none.
  init?(_ bytes: RawSpan, at offset: Int) {
    guard offset + Self.length <= bytes.byteCount else { return nil }
    let word = bytes.littleEndianWord(at: offset)
    guard word & 0xFFFF_FFFC == 0 else { return nil }
    payload = Int(bytes.bigEndianLength(at: offset + 4))
    guard payload <= LogStreamDecoder.maximumFrameLength else { return nil }
    type = UInt8(truncatingIfNeeded: word)
  }

  /// Whether an entry of a log follows.
  var isPlausible: Bool { type <= 2 && payload > 0 }
}

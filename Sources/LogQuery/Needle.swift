internal import LineContent

/// A byte string to find in a line, prepared for the search; its bytes stand in a pool of the matcher's.
///
/// Trivial on purpose: the matcher copies it for each line, and a copy must not count references.
struct Needle: BitwiseCopyable, Sendable {
  /// One byte of the needle that candidates are found by, with its case folded: `line[i + offset] | fold == value`.
  struct Anchor: BitwiseCopyable, Sendable {
    let offset: Int
    let fold: UInt8
    let value: UInt8

    init(offset: Int, byte: UInt8, isCaseSensitive: Bool) {
      self.offset = offset
      self.value = byte
      self.fold = !isCaseSensitive && byte &- 0x61 < 26 ? 0x20 : 0
    }
  }

  /// Where its bytes stand in the pool.
  let start: Int
  let count: Int
  /// The two bytes that are the rarest in logs (the same one twice if there is only one byte).
  let rarest: Anchor
  let secondRarest: Anchor
  /// The byte before a match must not be a token byte.
  let opensToken: Bool
  /// The byte after a match must not be a token byte.
  let closesToken: Bool
  /// Capitals are other letters than small ones.
  let isCaseSensitive: Bool

  /// - Parameters:
  ///   - bytes: not empty, lower-cased unless case matters.
  ///   - start: where the bytes stand in the pool.
  ///   - goesOnBefore: whether the first token may begin before them.
  ///   - open: whether the last token may go on.
  ///   - isCaseSensitive: whether case matters.
  init(bytes: [UInt8], start: Int, goesOnBefore: Bool, open: Bool, isCaseSensitive: Bool) {
    precondition(!bytes.isEmpty, "a needle has at least one byte")
    self.start = start
    self.count = bytes.count
    let first = Self.rarestOffset(in: bytes, except: nil)
    let second = Self.rarestOffset(in: bytes, except: first)
    self.rarest = Anchor(offset: first, byte: bytes[first], isCaseSensitive: isCaseSensitive)
    self.secondRarest = Anchor(offset: second, byte: bytes[second], isCaseSensitive: isCaseSensitive)
    self.isCaseSensitive = isCaseSensitive
    self.opensToken = !goesOnBefore && TokenBytes.isToken(bytes[0])
    self.closesToken = !open && TokenBytes.isToken(bytes[bytes.count - 1])
  }

  private static func rarestOffset(in bytes: [UInt8], except taken: Int?) -> Int {
    var best = taken ?? 0
    var bestFrequency = Int.max
    for (offset, byte) in bytes.enumerated() where offset != taken && frequency(of: byte) < bestFrequency {
      best = offset
      bestFrequency = frequency(of: byte)
    }
    return best
  }

  /// How common a byte is in logs, as a rough rank; capitals are rare. Only the speed hangs on it.
  static func frequency(of byte: UInt8) -> Int {
    let commonLetters: StaticString = "zqxjkvbywgfhmuplcdnirsoate"
    switch byte {
    case 0x20: return 60
    case 0x30...0x39: return 45
    case 0x61...0x7A:
      return commonLetters.withUTF8Buffer { letters in letters.firstIndex(of: byte) ?? 0 } + 15
    case 0x22, 0x2D...0x2F, 0x3A, 0x3D, 0x5F: return 30
    case 0x21...0x7E: return 8
    default: return 4
    }
  }
}

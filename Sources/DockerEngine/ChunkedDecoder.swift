/// Takes the chunk headers out of a chunked body, in place, however the bytes are split.
///
/// Source: RFC 9112, section 7.1. Extensions and trailers are skipped.
package struct ChunkedDecoder: Sendable {
  /// Why a body was refused.
  package struct Malformed: Error, Hashable {
    /// What is wrong with it.
    package var reason: String
  }

  private enum State {
    /// In the size line; `digits` counts those seen, `isExtension` is set behind them.
    case size(value: UInt64, digits: Int, isExtension: Bool)
    case data(left: UInt64)
    /// Behind the data of a chunk, before its line end.
    case dataEnd
    /// In the trailer; `column` counts the bytes of the current line, `size` those of all.
    case trailer(column: Int, size: Int)
    case finished
  }

  private var state = State.size(value: 0, digits: 0, isExtension: false)

  /// Begins before the first chunk.
  package init() {}

  /// Whether the last chunk and the trailer have been read.
  package var isFinished: Bool {
    if case .finished = state { true } else { false }
  }

  /// Moves the payload among the first `count` bytes of `bytes` to the front.
  ///
  /// - Returns: how many bytes of payload there are. Bytes behind the end of the body are dropped.
  package mutating func compact(_ bytes: inout MutableSpan<UInt8>, count: Int) throws(Malformed) -> Int {
    var written = 0
    for index in 0..<count {
      if case .data(let left) = state {
        if written != index { bytes[written] = bytes[index] }
        written += 1
        state = left == 1 ? .dataEnd : .data(left: left - 1)
      } else {
        try step(bytes[index])
      }
    }
    return written
  }

  private mutating func step(_ byte: UInt8) throws(Malformed) {
    switch state {
    case .size(let value, let digits, let isExtension):
      try stepInSize(byte, value: value, digits: digits, isExtension: isExtension)
    case .dataEnd:
      guard byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") else {
        throw Malformed(reason: "a chunk is longer than its size")
      }
      if byte == UInt8(ascii: "\n") { state = .size(value: 0, digits: 0, isExtension: false) }
    case .trailer(let column, let size):
      guard size < Self.longestTrailer else { throw Malformed(reason: "the trailer is too long") }
      if byte == UInt8(ascii: "\n") {
        state = column == 0 ? .finished : .trailer(column: 0, size: size + 1)
      } else if byte != UInt8(ascii: "\r") {
        state = .trailer(column: column + 1, size: size + 1)
      }
    case .data, .finished: break
    }
  }

  private mutating func stepInSize(_ byte: UInt8, value: UInt64, digits: Int, isExtension: Bool)
    throws(Malformed)
  {
    if byte == UInt8(ascii: "\n") {
      guard digits > 0 else { throw Malformed(reason: "a chunk has no size") }
      state = value == 0 ? .trailer(column: 0, size: 0) : .data(left: value)
    } else if let digit = Self.hexValue(byte), !isExtension {
      // Fifteen digits are more than any chunk, and can't overflow.
      guard digits < 15 else { throw Malformed(reason: "the size of a chunk is too long") }
      state = .size(value: value << 4 | digit, digits: digits + 1, isExtension: false)
    } else if isExtension || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "\r")
      || byte == UInt8(ascii: " ")
    {
      state = .size(value: value, digits: digits, isExtension: true)
    } else {
      throw Malformed(reason: "the size of a chunk is no hexadecimal number")
    }
  }

  private static let longestTrailer = 64 << 10

  private static func hexValue(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}

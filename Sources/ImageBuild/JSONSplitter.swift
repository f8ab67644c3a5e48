/// Cuts a stream of JSON objects into single ones, however the bytes arrive and whatever stands between them.
///
/// An object may have at most ``largestObject`` bytes, which bounds the memory used. Source: RFC 8259.
package struct JSONSplitter: Sendable {
  /// The most bytes of one object. What a step wrote at a time is among them.
  package static let largestObject = 16 << 20

  /// Why a stream was refused.
  package enum Failure: Error, Hashable {
    case tooLong
    /// Something else than an object.
    case notObject
  }

  private var pending: [UInt8] = []
  private var depth = 0
  private var isInText = false
  private var isEscaped = false

  /// Begins at the beginning of a stream.
  package init() {}

  /// Whether an object has begun and not ended.
  package var isInObject: Bool { !pending.isEmpty }

  /// Takes the next bytes, and returns the objects that are complete.
  package mutating func consume(_ bytes: some Sequence<UInt8>) throws(Failure) -> [[UInt8]] {
    var complete: [[UInt8]] = []
    for byte in bytes {
      if depth == 0 {
        if byte == 0x20 || (0x09...0x0D).contains(byte) { continue }
        guard byte == UInt8(ascii: "{") else { throw .notObject }
      }
      guard pending.count < Self.largestObject else { throw .tooLong }
      pending.append(byte)
      step(byte)
      if depth == 0 {
        complete.append(pending)
        pending.removeAll(keepingCapacity: pending.count < 64 << 10)
      }
    }
    return complete
  }

  private mutating func step(_ byte: UInt8) {
    if isEscaped {
      isEscaped = false
    } else if isInText {
      if byte == UInt8(ascii: "\\") { isEscaped = true }
      if byte == UInt8(ascii: "\"") { isInText = false }
    } else {
      switch byte {
      case UInt8(ascii: "\""): isInText = true
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      default: break
      }
    }
  }
}

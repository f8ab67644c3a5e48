internal import LineContent

/// Texts one of which must stand in a line, as an automaton that takes parts of lines: bytes that are known, and bytes of which
/// only the kind is known.
///
/// A bit for each place in the texts says whether the bytes up to there were just seen (the Shift-And of Baeza-Yates and
/// Gonnet, "A New Approach to Text Searching", 1992). Long texts are cut, so that all fit one word; a line may
/// pass that has none of them, and none is lost.
package struct TextFilter: Sendable {
  /// What has been seen, or ``found``.
  typealias State = UInt64

  /// One of the texts has been seen; nothing that follows changes that.
  static let found: State = ~0
  static let empty: State = 0

  /// By byte: the places in the texts that it fits.
  private var places: [UInt64]
  private let starts: UInt64
  private let ends: UInt64
  /// The places that decimal and hexadecimal digits fit, and any byte at all.
  let decimal: UInt64
  let hexadecimal: UInt64
  let anything: UInt64

  /// - Parameter texts: at least one, none of them empty.
  /// - Returns: nil if there are too many to be told apart.
  package init?(_ texts: [[UInt8]], isCaseSensitive: Bool) {
    guard !texts.isEmpty, texts.count <= 16, !texts.contains(where: \.isEmpty) else { return nil }
    let longest = 64 / texts.count
    var places = [UInt64](repeating: 0, count: 256)
    var (starts, ends, last): (UInt64, UInt64, UInt64) = (0, 0, 0)
    var place: UInt64 = 1
    for text in texts {
      starts |= place
      for byte in text.prefix(longest) {
        places[Int(byte)] |= place
        if !isCaseSensitive, (byte | 0x20) &- 0x61 < 26 { places[Int(byte ^ 0x20)] |= place }
        last = place
        place <<= 1
      }
      ends |= last
    }
    self.places = places
    self.starts = starts
    self.ends = ends
    func union(_ isMember: (UInt8) -> Bool) -> UInt64 {
      (UInt8.min...UInt8.max).reduce(0) { isMember($1) ? $0 | places[Int($1)] : $0 }
    }
    decimal = union(TokenBytes.isDigit)
    hexadecimal = union { TokenBytes.isDigit($0) || ($0 | 0x20) &- 0x61 < 6 }
    anything = union { _ in true }
  }

  /// The state behind a byte.
  @inline(__always)
  func state(_ state: State, behind byte: UInt8) -> State {
    let next = (state << 1 | starts) & places[Int(byte)]
    return next & ends != 0 || state == Self.found ? Self.found : next
  }

  /// The state behind bytes.
  @inline(__always)
  func state(_ state: State, behind bytes: UnsafeRawBufferPointer) -> State {
    if state == Self.found { return state }
    var next = state
    for byte in bytes {
      next = (next << 1 | starts) & places[Int(byte)]
      if next & ends != 0 { return Self.found }
    }
    return next
  }

  /// What may be the state behind any number of bytes of a kind: ``decimal``, ``hexadecimal`` or ``anything``.
  func state(_ state: State, behindAnyOf kind: UInt64) -> State {
    var possible = state
    while possible != Self.found {
      let next = possible | (possible << 1 | starts) & kind
      if next & ends != 0 { return Self.found }
      if next == possible { break }
      possible = next
    }
    return possible
  }

  /// The state behind hexadecimal digits, two in a byte.
  func state(_ state: State, behindHexadecimal digits: Int, at source: UnsafeRawPointer, isUpper: Bool)
    -> State
  {
    if state == Self.found { return state }
    var next = state
    let letters = UInt8(ascii: isUpper ? "A" : "a") - 10
    for digit in 0..<digits {
      let byte = source.load(fromByteOffset: digit >> 1, as: UInt8.self)
      let value = digit & 1 == 0 ? byte >> 4 : byte & 0x0F
      next = (next << 1 | starts) & places[Int(value < 10 ? value + UInt8(ascii: "0") : value + letters)]
      if next & ends != 0 { return Self.found }
    }
    return next
  }
}

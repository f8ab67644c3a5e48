internal import LineContent
internal import TokenIndex

/// Writes the columns of a block: what describes them to `meta`, packed bits to `packed`, other values to `text`.
///
/// Layout of a column in `meta`: one byte ``ColumnKind`` with its flags, then if it has affixes the prefix and the suffix
/// (each varint length and bytes), then
///
///     constant     varint length, bytes
///     dictionary   varint count − 1, then each value: varint length, bytes; if compressed, varint bytes of the frame
///     integer      (variant: varint length) varint smallest, byte width
///     delta        (variant: varint length) varint first, zigzag varint smallest difference, byte width
///     hexadecimal  varint length
///     text         nothing
///
/// How many values a column has follows from the templates of the block.
struct ColumnEncoder {
  private(set) var meta: [UInt8] = []
  private(set) var packed: [UInt8] = []
  private(set) var text: [UInt8] = []
  /// The index keys of all values, most repetitions within a column left out.
  private(set) var keys: [UInt32] = []

  /// Longer affixes are not looked for.
  private static let longestAffix = 64
  private static let maximumDictionary = 256
  /// So many digits always fit 63 bits.
  static let maximumDigits = 18

  private let compressor: ZstdCompressor
  private var numbers: [UInt64] = []
  private var indices: [UInt8] = []
  /// The line of each dictionary value's first appearance.
  private var firsts: [Int] = []
  private var slots = [Int16](repeating: -1, count: 1024)
  private var usedSlots: [Int] = []
  private var frame: [UInt8] = []

  init(compressor: ZstdCompressor) {
    self.compressor = compressor
  }

  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    meta.removeAll(keepingCapacity: true)
    packed.removeAll(keepingCapacity: true)
    text.removeAll(keepingCapacity: true)
  }

  /// Writes one column of at least one value. The starts and lengths of the values are changed.
  ///
  /// - Parameter hasKeys: whether the values are tokens, whose keys are collected.
  mutating func encode(_ values: ColumnValues, hasKeys: Bool) throws(ZstdError) {
    if values.isConstant {
      if hasKeys { addKey(of: values, 0) }
      meta.append(ColumnKind.constant.rawValue)
      return Self.append(values.bytes(0), to: &meta)
    }
    let isDictionary = collectDictionary(values)
    if hasKeys { addKeys(of: values, isDictionary: isDictionary) }
    let width = isDictionary ? BitPacking.width(of: UInt64(firsts.count - 1)) : Int.max
    if encodeNumbers(values, affixes: nil, below: width) { return }
    if isDictionary { return try encodeDictionary(values, width: width) }
    encodeWithAffixes(values)
  }

  // MARK: - Keys

  /// Adds the key of one token, which is no value of a column.
  mutating func addKey(of token: UnsafePointer<UInt8>, count: Int) {
    keys.append(TokenKey.token(token, count: count))
  }

  /// Adds the key of a block that may have words as escapes.
  mutating func addEscapeKey() { keys.append(EscapeMarker.key) }

  private mutating func addKey(of values: ColumnValues, _ index: Int) {
    addKey(of: values.start(index), count: values.length(index))
  }

  private mutating func addKeys(of values: ColumnValues, isDictionary: Bool) {
    guard !isDictionary else {
      for first in firsts { addKey(of: values, first) }
      return
    }
    keys.append(addingCapacity: values.count) { output in
      for index in 0..<values.count {
        output.append(TokenKey.token(values.start(index), count: values.length(index)))
      }
    }
  }

  // MARK: - Dictionary

  /// Finds the different values; false if there are too many for a dictionary to pay.
  private mutating func collectDictionary(_ values: ColumnValues) -> Bool {
    firsts.removeAll(keepingCapacity: true)
    indices.removeAll(keepingCapacity: true)
    for slot in usedSlots { slots[slot] = -1 }
    usedSlots.removeAll(keepingCapacity: true)
    let limit = min(Self.maximumDictionary, max(2, values.count / 2))
    for index in 0..<values.count {
      var slot = Self.hash(values, index) & (slots.count - 1)
      while slots[slot] >= 0, !values.isEqual(firsts[Int(slots[slot])], index) {
        slot = (slot + 1) & (slots.count - 1)
      }
      if slots[slot] < 0 {
        guard firsts.count < limit else { return false }
        slots[slot] = Int16(firsts.count)
        usedSlots.append(slot)
        firsts.append(index)
      }
      indices.append(UInt8(truncatingIfNeeded: slots[slot]))
    }
    return true
  }

  @inline(__always)
  private static func hash(_ values: ColumnValues, _ index: Int) -> Int {
    let bytes = values.start(index)
    var state: UInt32 = 0x811C_9DC5
    for offset in 0..<min(values.length(index), 16) { state = (state ^ UInt32(bytes[offset])) &* 0x0100_0193 }
    let length = values.length(index)
    if length > 16 {
      state = (state ^ UInt32(bytes[length - 1])) &* 0x0100_0193 ^ UInt32(truncatingIfNeeded: length)
    }
    return Int(state ^ state >> 15)
  }

  private mutating func encodeDictionary(_ values: ColumnValues, width: Int) throws(ZstdError) {
    let size = BitPacking.bytes(values.count, width: width)
    frame.removeAll(keepingCapacity: true)
    if size >= 64 { try compressor.compress(indices, appendingTo: &frame) }
    let isCompressed = !frame.isEmpty && frame.count < size
    meta.append(ColumnKind.dictionary.rawValue | (isCompressed ? ColumnKind.isCompressed : 0))
    Varint.append(UInt64(firsts.count - 1), to: &meta)
    for first in firsts { Self.append(values.bytes(first), to: &meta) }
    if isCompressed {
      Varint.append(UInt64(frame.count), to: &meta)
      packed.append(contentsOf: frame)
    } else {
      indices.withUnsafeBufferPointer { indices in
        BitPacking.append(values.count, width: width, to: &packed) { UInt64(indices[$0]) }
      }
    }
  }

  // MARK: - Numbers

  /// Writes the values as integers or hexadecimal digits, if they are, and if that takes fewer than `limit` bits each.
  private mutating func encodeNumbers(
    _ values: ColumnValues, affixes: Affixes?, below limit: Int
  ) -> Bool {
    let commonLength = values.commonLength
    if let isPadded = parseIntegers(values, commonLength: commonLength) {
      return encodeIntegers(
        values, paddedTo: isPadded ? commonLength : nil, affixes: affixes, below: limit)
    }
    guard let length = commonLength, length >= 2, length * 4 < limit, let isUpper = hexadecimalCase(values)
    else { return false }
    begin(.hexadecimal, flags: isUpper ? ColumnKind.isVariant : 0, affixes)
    Varint.append(UInt64(length), to: &meta)
    packDigits(values, length: length)
    return true
  }

  /// Reads the values as decimal integers: whether they need to be filled with zeros; nil if they are none.
  private mutating func parseIntegers(_ values: ColumnValues, commonLength: Int?) -> Bool? {
    numbers.removeAll(keepingCapacity: true)
    numbers.reserveCapacity(values.count)
    var isPadded = false
    for index in 0..<values.count {
      let length = values.length(index)
      let bytes = values.start(index)
      guard length > 0, length <= Self.maximumDigits else { return nil }
      if bytes[0] == UInt8(ascii: "0"), length > 1 {
        isPadded = true
        guard commonLength != nil else { return nil }
      }
      var number: UInt64 = 0
      for offset in 0..<length {
        let digit = bytes[offset] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        number = number &* 10 &+ UInt64(digit)
      }
      numbers.append(number)
    }
    return isPadded
  }

  private mutating func encodeIntegers(
    _ values: ColumnValues, paddedTo length: Int?, affixes: Affixes?, below limit: Int
  ) -> Bool {
    let range = numbers.withUnsafeBufferPointer { NumberRange($0) }
    guard min(range.plainWidth, range.deltaWidth) < limit else { return false }
    let isDelta = range.deltaWidth < range.plainWidth
    begin(isDelta ? .delta : .integer, flags: length == nil ? 0 : ColumnKind.isVariant, affixes)
    if let length { Varint.append(UInt64(length), to: &meta) }
    Varint.append(isDelta ? numbers[0] : range.smallest, to: &meta)
    if isDelta { Varint.append(signed: range.leastStep, to: &meta) }
    meta.append(UInt8(isDelta ? range.deltaWidth : range.plainWidth))
    numbers.withUnsafeBufferPointer { numbers in
      if isDelta {
        BitPacking.append(numbers.count - 1, width: range.deltaWidth, to: &packed) {
          numbers[$0 + 1] &- numbers[$0] &- UInt64(bitPattern: range.leastStep)
        }
      } else {
        BitPacking.append(numbers.count, width: range.plainWidth, to: &packed) {
          numbers[$0] &- range.smallest
        }
      }
    }
    return true
  }

  /// What decides how numbers are packed.
  private struct NumberRange {
    var smallest: UInt64
    var largest: UInt64
    var leastStep = Int64.max
    var greatestStep = Int64.min

    /// - Parameter numbers: at least two, below 2^63.
    init(_ numbers: UnsafeBufferPointer<UInt64>) {
      (smallest, largest) = (numbers[0], numbers[0])
      for index in 1..<numbers.count {
        let number = numbers[index]
        smallest = min(smallest, number)
        largest = max(largest, number)
        let step = Int64(bitPattern: number &- numbers[index - 1])
        leastStep = min(leastStep, step)
        greatestStep = max(greatestStep, step)
      }
    }

    var plainWidth: Int { BitPacking.width(of: largest - smallest) }
    var deltaWidth: Int { BitPacking.width(of: UInt64(bitPattern: greatestStep &- leastStep)) }
  }

  /// Whether all values are hexadecimal digits, and which: true for capitals; nil if they are none or mixed.
  private func hexadecimalCase(_ values: ColumnValues) -> Bool? {
    var classes: UInt8 = 0
    for index in 0..<values.count {
      let bytes = values.start(index)
      for offset in 0..<values.length(index) { classes |= Self.digitClass(bytes[offset]) }
      if classes > 2 { return nil }
    }
    return classes == 2
  }

  /// 0 a decimal digit, 1 one of `a` to `f`, 2 one of `A` to `F`, 4 something else.
  /// Without branches: digits and letters change at random.
  @inline(__always)
  private static func digitClass(_ byte: UInt8) -> UInt8 {
    let isDigit: UInt8 = byte &- UInt8(ascii: "0") < 10 ? 1 : 0
    let isLower: UInt8 = byte &- UInt8(ascii: "a") < 6 ? 1 : 0
    let isUpper: UInt8 = byte &- UInt8(ascii: "A") < 6 ? 1 : 0
    return isLower | isUpper &<< 1 | ((isDigit | isLower | isUpper) ^ 1) &<< 2
  }

  /// Two digits a byte, the first in the upper half; an odd last digit has a byte of its own.
  private mutating func packDigits(_ values: ColumnValues, length: Int) {
    let size = (length + 1) / 2
    let start = packed.count
    packed.append(contentsOf: repeatElement(0, count: size * values.count))
    packed.withUnsafeMutableBufferPointer { packed in
      guard var target = packed.baseAddress.map({ $0 + start }) else { return }
      for index in 0..<values.count {
        let bytes = values.start(index)
        var offset = 0
        while offset < length {
          let high = Self.digit(bytes[offset])
          let low = offset + 1 < length ? Self.digit(bytes[offset + 1]) : 0
          target.pointee = high << 4 | low
          target += 1
          offset += 2
        }
      }
    }
  }

  @inline(__always)
  private static func digit(_ byte: UInt8) -> UInt8 { (byte & 0x0F) &+ 9 &* (byte >> 6) }

  // MARK: - Text

  /// What the values of a column begin and end with.
  private struct Affixes {
    var prefix: UnsafeBufferPointer<UInt8>
    var suffix: UnsafeBufferPointer<UInt8>
  }

  /// What the values have in common is written once; the rest as numbers if it is any, else as text.
  private mutating func encodeWithAffixes(_ values: ColumnValues) {
    let shortest = min(values.shortestLength, Self.longestAffix)
    let prefix = values.commonPrefix(limit: shortest)
    let suffix = values.commonSuffix(limit: shortest - prefix)
    guard prefix + suffix > 0 else { return encodeText(values, affixes: nil) }
    let affixes = Affixes(
      prefix: UnsafeBufferPointer(start: values.start(0), count: prefix),
      suffix: UnsafeBufferPointer(start: values.start(0) + values.length(0) - suffix, count: suffix))
    values.strip(prefix: prefix, suffix: suffix)
    if encodeNumbers(values, affixes: affixes, below: .max) { return }
    encodeText(values, affixes: affixes)
  }

  private mutating func encodeText(_ values: ColumnValues, affixes: Affixes?) {
    begin(.text, flags: 0, affixes)
    for index in 0..<values.count { Varint.append(UInt64(values.lengths[index]), to: &text) }
    for index in 0..<values.count { text.append(contentsOf: values.bytes(index)) }
  }

  private mutating func begin(_ kind: ColumnKind, flags: UInt8, _ affixes: Affixes?) {
    meta.append(kind.rawValue | flags | (affixes == nil ? 0 : ColumnKind.hasAffixes))
    guard let affixes else { return }
    Self.append(affixes.prefix, to: &meta)
    Self.append(affixes.suffix, to: &meta)
  }

  private static func append(_ bytes: UnsafeBufferPointer<UInt8>, to meta: inout [UInt8]) {
    Varint.append(UInt64(bytes.count), to: &meta)
    meta.append(contentsOf: bytes)
  }
}

import LogBlocks
import TestSupport
import Testing

struct VarintTests {
  @Test func everyIntegerIsReadBack() {
    var random = SplitMix64(seed: 2)
    var values: [UInt64] = [0, 1, 127, 128, 16_383, 16_384, .max, .max - 1, 1 << 63]
    for _ in 0..<5000 { values.append(random.next() >> UInt64(random.number(0...63))) }
    var bytes: [UInt8] = []
    for value in values { Varint.append(value, to: &bytes) }
    for value in values { Varint.append(signed: Int64(bitPattern: value), to: &bytes) }
    var offset = 0
    for value in values { #expect(Self.read(bytes, at: &offset) == value) }
    for value in values { #expect(Self.readSigned(bytes, at: &offset) == Int64(bitPattern: value)) }
    #expect(offset == bytes.count)
  }

  @Test func endOfTheBytesAndTooManyBytesGiveNil() {
    for bytes in [[], [0x80], [0xFF, 0xFF], [UInt8](repeating: 0x80, count: 11)] {
      var offset = 0
      #expect(Self.read(bytes, at: &offset) == nil, "\(bytes)")
      #expect(offset <= bytes.count)
    }
  }

  // The macros of the tests can't take a span apart.
  private static func read(_ bytes: [UInt8], at offset: inout Int) -> UInt64? {
    Varint.read(bytes.span.bytes, at: &offset)
  }

  private static func readSigned(_ bytes: [UInt8], at offset: inout Int) -> Int64? {
    Varint.readSigned(bytes.span.bytes, at: &offset)
  }
}

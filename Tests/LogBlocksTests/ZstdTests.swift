import LogBlocks
import TestSupport
import Testing

struct ZstdTests {
  private static func decompress(_ frame: [UInt8], _ count: Int) throws -> [UInt8] {
    try ZstdDecompressor().decompress(frame.span.bytes, count: count)
  }

  @Test(arguments: [0, 1, 100, 100_000])
  func anyBytesComeBack(_ count: Int) throws {
    var random = SplitMix64(seed: 3)
    let bytes = random.bytes(count)
    var frame: [UInt8] = [1, 2, 3]
    try ZstdCompressor(level: 3).compress(bytes, appendingTo: &frame)
    #expect(frame.prefix(3) == [1, 2, 3])
    #expect(try Self.decompress(Array(frame.dropFirst(3)), count) == bytes)
  }

  @Test(arguments: [-1, 0, 99, 101, Int.max])
  func anotherSizeIsRefused(_ count: Int) throws {
    var frame: [UInt8] = []
    try ZstdCompressor(level: 3).compress([UInt8](repeating: 7, count: 100), appendingTo: &frame)
    #expect(throws: ZstdError.self) { try Self.decompress(frame, count) }
  }

  @Test func corruptFrameIsRefused() throws {
    var random = SplitMix64(seed: 4)
    let bytes = Array(String(repeating: "a line of a log, ", count: 40).utf8) + random.bytes(200)
    var frame: [UInt8] = []
    try ZstdCompressor(level: 3).compress(bytes, appendingTo: &frame)
    for index in frame.indices {
      var corrupt = frame
      corrupt[index] ^= UInt8(1 << random.number(0...7))
      // Some bits of the header mean nothing; what comes out is then still right.
      if let result = try? Self.decompress(corrupt, bytes.count) { #expect(result == bytes, "byte \(index)") }
    }
    for length in 0..<frame.count {
      #expect(throws: ZstdError.self) { try Self.decompress(Array(frame.prefix(length)), bytes.count) }
    }
  }
}

import LogWire
import Testing

@Suite struct LineHashTests {
  struct Pinned: CustomTestStringConvertible, Sendable {
    var text: String
    var stdout: UInt64
    var stderr: UInt64
    var testDescription: String { text.debugDescription }
  }

  static let pinned = [
    Pinned(text: "", stdout: 0x63B3_F8CA_692B_FCE6, stderr: 0x9677_F204_E287_FD28),
    Pinned(text: "a", stdout: 0x09F6_0259_D50C_8D12, stderr: 0x1225_1DBE_517D_F965),
    Pinned(text: "12345678", stdout: 0xC2D3_B01A_705D_8B04, stderr: 0x3C9A_56C5_AA36_EBB3),
    Pinned(text: "hello, world", stdout: 0x5580_9D00_D869_6AA9, stderr: 0xC2CF_9FF1_77D7_21A1),
  ]

  /// They are stored in positions and read by later versions. Computed by a second implementation.
  @Test(arguments: pinned) func theHashNeverChanges(_ example: Pinned) {
    let bytes = Array(example.text.utf8)
    #expect(LineHash.hash(bytes.span.bytes, stream: .stdout) == example.stdout)
    #expect(LineHash.hash(bytes.span.bytes, stream: .stderr) == example.stderr)
  }

  @Test func linesThatDifferInOneBitOrInLengthHaveOtherHashes() {
    var seen: Set<UInt64> = []
    var count = 0
    for length in 0..<40 {
      let zeros = [UInt8](repeating: 0, count: length)
      seen.insert(LineHash.hash(zeros.span.bytes, stream: .stdout))
      count += 1
      for bit in 0..<length * 8 {
        var other = zeros
        other[bit / 8] = 1 << (bit % 8)
        seen.insert(LineHash.hash(other.span.bytes, stream: .stdout))
        count += 1
      }
    }
    #expect(seen.count == count)
  }
}

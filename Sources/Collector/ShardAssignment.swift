/// Which containers a collector takes: those whose id hashes to its number.
///
/// The collectors need not agree on anything but their count. FNV-1a over the id's characters, so that the answer is
/// the same in every process and release.
package struct ShardAssignment: Sendable, Hashable {
  /// 0 to `count` - 1.
  package let number: Int
  package let count: Int

  package init(number: Int, count: Int) {
    precondition(count > 0 && (0..<count).contains(number), "shard \(number) of \(count)")
    self.number = number
    self.count = count
  }

  package func takes(containerID id: String) -> Bool {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in id.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash % UInt64(count) == UInt64(number)
  }
}

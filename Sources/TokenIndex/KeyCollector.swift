/// Collects the keys of one block, each as often as it comes, and gives them sorted and distinct.
///
/// Most repetitions are recognised at once in a small table of keys seen lately, the others once sorted. Memory: eight
/// bytes for each distinct key, at most four times over, and 80 KiB; it is kept from block to block. Not to be used
/// from two threads at once.
package final class KeyCollector {
  private static let recentKeys = 4_096
  private static let freshKeys = 16_384
  private static let leastLimit = 65_536

  /// Keys added since the last sorting, not yet in ``keys``; pointers, because each access to an array or another
  /// object that belongs to an object is guarded by calls into the runtime: measured, 40 ns a key.
  private let fresh: UnsafeMutablePointer<UInt32>
  private var freshCount = 0
  /// At each place the last key that has its number as its lowest bits, or the complement of that number.
  private let recent: UnsafeMutablePointer<UInt32>
  private var keys = WorkBuffer<UInt32>()
  private var scratch = WorkBuffer<UInt32>()
  /// Whether ``keys`` ascend and are distinct.
  private var isSorted = true
  /// With so many keys, equal ones are removed.
  private var limit = KeyCollector.leastLimit

  /// A collector without keys.
  package init() {
    fresh = .allocate(capacity: Self.freshKeys)
    recent = .allocate(capacity: Self.recentKeys)
    forgetRecent()
  }

  deinit {
    fresh.deallocate()
    recent.deallocate()
  }

  /// Adds a key of the block.
  package func add(_ key: UInt32) {
    let place = Int(truncatingIfNeeded: key) & (Self.recentKeys - 1)
    guard recent[place] != key else { return }
    recent[place] = key
    fresh[freshCount] = key
    freshCount &+= 1
    if freshCount == Self.freshKeys { makeRoom() }
  }

  /// Forgets all keys, keeping the memory.
  package func removeAll() {
    freshCount = 0
    keys.shorten(to: 0)
    isSorted = true
    forgetRecent()
    limit = Self.leastLimit
  }

  /// How many distinct keys there are. Sorts them if any were added since.
  package var count: Int {
    sort()
    return keys.count
  }

  /// Gives `body` the distinct keys in ascending order.
  func withSortedKeys(_ body: (UnsafeMutableBufferPointer<UInt32>) -> Void) {
    sort()
    body(keys.elements)
  }

  private func forgetRecent() {
    for place in 0..<Self.recentKeys { recent[place] = ~UInt32(place) }
  }

  private func makeRoom() {
    takeFresh()
    guard keys.count >= limit else { return }
    sort()
    limit = max(limit, keys.count * 2)
  }

  private func takeFresh() {
    guard freshCount > 0 else { return }
    isSorted = false
    keys.append(contentsOf: UnsafeMutableBufferPointer(start: fresh, count: freshCount))
    freshCount = 0
  }

  private func sort() {
    takeFresh()
    guard !isSorted else { return }
    isSorted = true
    keys.sortDistinct(bits: UInt32.bitWidth, scratch: &scratch)
  }
}

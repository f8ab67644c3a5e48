internal import LogWire

/// Merges the hits of several containers by time: a binary heap of sources, the one with the nearest bound on top.
struct HitMerge {
  private var heap: [HitSource]
  private let order: SearchOrder

  init(sources: [HitSource], order: SearchOrder) {
    heap = sources.filter { !$0.isExhausted }
    self.order = order
    for index in stride(from: heap.count / 2 - 1, through: 0, by: -1) { siftDown(from: index) }
  }

  /// The next hit of all; nil at the end.
  mutating func next(_ report: inout SearchReport) throws -> Hit? {
    while !heap.isEmpty {
      let hit = try heap[0].next(&report)
      if heap[0].isExhausted {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
      }
      siftDown(from: 0)
      if let hit { return hit }
    }
    return nil
  }

  private mutating func siftDown(from start: Int) {
    var parent = start
    while true {
      var first = parent
      for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && precedes(child, first) {
        first = child
      }
      guard first != parent else { return }
      heap.swapAt(parent, first)
      parent = first
    }
  }

  /// Equal times are told apart by the container, so that a search always gives the same order.
  private func precedes(_ left: Int, _ right: Int) -> Bool {
    let (first, second) = (heap[left], heap[right])
    guard first.bound == second.bound else {
      return order == .oldestFirst ? first.bound < second.bound : first.bound > second.bound
    }
    return order == .oldestFirst ? first.key < second.key : first.key > second.key
  }
}

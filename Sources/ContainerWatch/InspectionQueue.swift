/// The inspections that wait, and how many may still begin.
struct InspectionQueue {
  private let limit: Int
  private var waiting: [String] = []
  private var first = 0
  private var running = 0

  /// - Parameter limit: how many run at a time.
  init(limit: Int) {
    self.limit = limit
  }

  /// Puts a container at the end.
  mutating func append(_ id: String) {
    waiting.append(id)
  }

  /// One has ended.
  mutating func finished() {
    running -= 1
  }

  /// Takes the next one that may begin now, and counts it as running.
  mutating func next() -> String? {
    guard running < limit, first < waiting.count else { return nil }
    running += 1
    first += 1
    let id = waiting[first - 1]
    if first == waiting.count {
      waiting.removeAll(keepingCapacity: true)
      first = 0
    }
    return id
  }
}

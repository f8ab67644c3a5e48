/// A growing list of integers that is written and read in hot loops.
///
/// An array asks before each write whether it is shared, by a call into the runtime: measured, merging takes 1.5 times
/// as long with arrays.
struct WorkBuffer<Element: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: ~Copyable {
  private var start: UnsafeMutablePointer<Element>
  private var capacity: Int
  private(set) var count = 0

  /// An empty list with room for `capacity` elements, at least one.
  init(capacity: Int = 1_024) {
    self.capacity = capacity
    start = .allocate(capacity: capacity)
  }

  deinit {
    start.deallocate()
  }

  /// The elements, until the next change of the list.
  @inline(__always)
  var elements: UnsafeMutableBufferPointer<Element> {
    UnsafeMutableBufferPointer(start: start, count: count)
  }

  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { reserve(capacity * 2) }
    start[count] = element
    count &+= 1
  }

  mutating func append(contentsOf elements: UnsafeMutableBufferPointer<Element>) {
    guard let first = elements.baseAddress else { return }
    reserve(max(count + elements.count, 1))
    (start + count).initialize(from: first, count: elements.count)
    count += elements.count
  }

  /// Drops the elements from `count` on, keeping the memory.
  mutating func shorten(to count: Int) {
    precondition(count >= 0 && count <= self.count, "\(self.count) elements shortened to \(count)")
    self.count = count
  }

  /// Sorts the elements ascending by their lowest `bits` bits, and drops repetitions.
  mutating func sortDistinct(bits: Int, scratch: inout WorkBuffer) {
    scratch.reserve(count)
    let room = UnsafeMutableBufferPointer(start: scratch.start, count: count)
    if RadixSort.sort(elements, scratch: room, bits: bits) {
      swap(&start, &scratch.start)
      swap(&capacity, &scratch.capacity)
    }
    count = RadixSort.removeEqualNeighbours(elements)
  }

  @inline(never)
  private mutating func reserve(_ capacity: Int) {
    guard capacity > self.capacity else { return }
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.initialize(from: start, count: count)
    start.deallocate()
    start = larger
    self.capacity = capacity
  }
}

internal import LogStore
internal import LogWire

/// What is known of one pattern while lines are counted.
///
/// Of blocks of which only the number of lines was read the times are known; those that may have the earliest or the latest line
/// are kept, to be asked by ``settle(_:)`` if the pattern is shown.
struct PatternEntry {
  let template: [UInt8]
  private(set) var lines = 0
  private(set) var trend: [Int]
  private(set) var first = Timestamp.distantFuture
  private(set) var last = Timestamp.distantPast
  private(set) var example: PatternExample?
  private var places: [PatternPlace] = []
  /// The first line is not later, the last one not earlier.
  private var firstLimit = Timestamp.distantFuture
  private var lastLimit = Timestamp.distantPast
  private var crowded = 16

  init(template: [UInt8], buckets: Int) {
    self.template = template
    trend = Array(repeating: 0, count: buckets)
  }

  /// Adds a line.
  ///
  /// - Returns: whether it is the latest so far; ``setExample(_:)`` is then to be called before anything else.
  @inline(__always)
  mutating func add(_ time: Timestamp, bucket: Int) -> Bool {
    lines += 1
    trend[bucket] += 1
    if time < first { first = time }
    guard time >= last else { return false }
    last = time
    return true
  }

  mutating func setExample(_ example: PatternExample) { self.example = example }

  /// Adds all lines of a block with a template of the pattern, which lie in one bucket.
  mutating func add(_ place: PatternPlace, lines: Int, bucket: Int) {
    self.lines += lines
    trend[bucket] += lines
    keep(place)
  }

  /// Adds all lines of another pattern.
  mutating func add(_ other: PatternEntry) {
    lines += other.lines
    for bucket in trend.indices { trend[bucket] += other.trend[bucket] }
    first = min(first, other.first)
    if other.last >= last, other.example != nil {
      last = other.last
      example = other.example
    }
    for place in other.places { keep(place) }
  }

  private mutating func keep(_ place: PatternPlace) {
    firstLimit = min(firstLimit, place.block.maxTime)
    lastLimit = max(lastLimit, place.block.minTime)
    places.append(place)
    guard places.count > crowded else { return }
    places.removeAll { $0.block.minTime > firstLimit && $0.block.maxTime < lastLimit }
    crowded = 2 * places.count + 16
  }

  /// When the earliest and the latest line were written, once settled; as far as that can be told if a block is damaged.
  var ends: (first: Timestamp, last: Timestamp) {
    first <= last ? (first, last) : (min(firstLimit, lastLimit), max(firstLimit, lastLimit))
  }

  /// Finds the earliest and the latest line among the blocks that were not looked into.
  ///
  /// - Throws: `StoreError` for a damaged block; the others can be settled then by another call.
  mutating func settle(_ ends: PatternEnds) throws {
    places.sort { $0.block.minTime < $1.block.minTime }
    while let place = places.first, place.block.minTime < first {
      places.removeFirst()
      try take(place, ends)
    }
    places.sort { $0.block.maxTime < $1.block.maxTime }
    while let place = places.popLast(), place.block.maxTime > last || example == nil { try take(place, ends) }
    places = []
  }

  private mutating func take(_ place: PatternPlace, _ ends: PatternEnds) throws {
    guard let found = try ends.ends(of: place) else { return }
    first = min(first, found.first)
    guard found.last >= last else { return }
    last = found.last
    example = .line(place.search, place.block, found.lastLine)
  }
}

/// A block all of whose lines with one template belong to a pattern.
struct PatternPlace {
  let search: SegmentSearch
  let block: BlockSummary
  let template: Int
}

/// Where one of a pattern's lines is.
enum PatternExample {
  case message([UInt8])
  case line(SegmentSearch, BlockSummary, Int)
}

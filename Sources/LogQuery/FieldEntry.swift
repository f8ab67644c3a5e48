internal import LogStore

/// What is known of one field while lines are counted.
struct FieldEntry {
  /// How many examples there are of each field, and how many bytes each has at most.
  static let examples = 2
  static let exampleBytes = 256

  let name: [UInt8]
  private(set) var count = 0
  private(set) var values: [[UInt8]] = []
  /// Where values can be found if there are not enough: the first place, and the latest.
  private(set) var places: [FieldPlace] = []

  init(name: [UInt8]) {
    self.name = name
  }

  mutating func add(count: Int) { self.count += count }

  mutating func add(count: Int, at place: FieldPlace) {
    self.count += count
    if places.count == Self.examples { places.removeLast() }
    places.append(place)
  }

  var needsExample: Bool { values.count < Self.examples }

  mutating func addExample(_ value: [UInt8]) {
    let value = Array(value.prefix(Self.exampleBytes))
    if needsExample, !values.contains(value) { values.append(value) }
  }
}

/// Lines of a block that have a field.
struct FieldPlace {
  let search: SegmentSearch
  let block: BlockSummary
  let template: Int
  /// Some of them; empty: all lines with the template.
  let lines: [Int]
}

/// The fields that lines have.
package struct FieldReport: Sendable, Equatable {
  /// A field, and how many hits have it.
  package struct Field: Sendable, Equatable {
    /// The keys on the way to it, joined by dots.
    package let name: [UInt8]
    package let count: Int
    /// Some of its values, all different; of long ones the begin.
    package let examples: [[UInt8]]

    package init(name: [UInt8], count: Int, examples: [[UInt8]]) {
      self.name = name
      self.count = count
      self.examples = examples
    }
  }

  /// Those of most hits first, no more than were asked for.
  package var fields: [Field] = []
  /// How many fields there are without the limit.
  package var count = 0
  /// How many hits have no field.
  package var missing = 0
  /// How many hits there are.
  package var hits = 0
  /// There are more fields than can be counted; the ones that were seen first are counted.
  package var isFull = false

  package init() {}
}

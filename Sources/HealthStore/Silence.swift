package import LogWire

/// A time in which nobody wants to be told that a container is not well. Its transitions are recorded all the same.
package struct Silence: Sendable, Hashable {
  /// Its number, to end it by; 0 before it is stored.
  package var number: Int64 = 0
  /// A glob over names of containers and of resources.
  package var pattern: String
  package var from: Timestamp
  package var until: Timestamp
  /// Why, and who says so; both may be empty.
  package var reason: String
  package var author: String

  package init(pattern: String, from: Timestamp, until: Timestamp, reason: String, author: String) {
    self.pattern = pattern
    self.from = from
    self.until = until
    self.reason = reason
    self.author = author
  }
}

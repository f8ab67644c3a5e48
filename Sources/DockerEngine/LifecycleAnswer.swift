/// A whole answer of the engine.
package struct LifecycleAnswer: Sendable, Hashable {
  /// Its status: 200 to 299, or one of those that the request accepts.
  package var status: Int
  /// Its body.
  package var body: [UInt8]

  /// Describes an answer.
  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

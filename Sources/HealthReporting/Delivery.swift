package import LogWire

/// Brings messages to somebody.
package protocol Delivery: Sendable {
  /// Returns when the receiver has taken the message.
  ///
  /// - Throws: ``DeliveryError``; and `CancellationError` when the task was cancelled, of which nothing can be concluded.
  func deliver(_ message: HealthMessage, now: Timestamp) async throws

  /// Gives back what it holds.
  func shutdown() async
}

/// Why a message was not delivered.
package struct DeliveryError: Error, Hashable, CustomStringConvertible {
  package let description: String
  /// Whether trying again makes no sense.
  package let isFinal: Bool
  /// When the receiver wants to be asked again.
  package let retryAfter: Duration?

  package init(_ description: String, isFinal: Bool = false, retryAfter: Duration? = nil) {
    self.description = description
    self.isFinal = isFinal
    self.retryAfter = retryAfter
  }
}

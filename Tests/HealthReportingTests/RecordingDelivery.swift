import HealthReporting
import LogWire
import Synchronization

/// Keeps what it is given, and fails as it is told.
final class RecordingDelivery: Delivery {
  /// What comes of a message.
  enum Outcome: Sendable {
    case taken
    /// It does not come through.
    case fails(DeliveryError)
    /// It is taken, and the process dies before it knows.
    case takenAndKilled
  }

  private struct State {
    var outcomes: [Outcome] = []
    var messages: [HealthMessage] = []
    var attempts = 0
  }

  private let state = Mutex(State())

  /// - Parameter outcomes: of the first deliveries; all others are taken.
  init(_ outcomes: [Outcome] = []) {
    state.withLock { $0.outcomes = outcomes }
  }

  func deliver(_ message: HealthMessage, now: Timestamp) async throws {
    let outcome = state.withLock { state -> Outcome in
      state.attempts += 1
      let outcome = state.outcomes.isEmpty ? Outcome.taken : state.outcomes.removeFirst()
      if case .fails = outcome { return outcome }
      state.messages.append(message)
      return outcome
    }
    switch outcome {
    case .taken: break
    case .fails(let error): throw error
    case .takenAndKilled: throw CancellationError()
    }
  }

  func shutdown() async {}

  var messages: [HealthMessage] { state.withLock { $0.messages } }
  var attempts: Int { state.withLock { $0.attempts } }

  /// `kind name`, message after message.
  var told: [[String]] { messages.map { $0.events.map { "\($0.kind.rawValue) \($0.subject.name)" } } }
}

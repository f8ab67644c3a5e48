import DockerEngine
import Synchronization

/// A handler that keeps what it gets, does as it is told, and reports each call on a stream.
final class RecordingHandler: FollowHandler {
  /// What was called.
  enum Call: Sendable, Equatable {
    case received(Int)
    case woken
  }

  /// What to answer to a call.
  typealias Answer = @Sendable (Call, FollowInstant) throws -> FollowDemand

  /// The calls, in order.
  let calls: AsyncStream<Call>

  private let inlet: AsyncStream<Call>.Continuation
  private let answer: Answer
  private let kept = Mutex<[UInt8]>([])

  init(_ answer: @escaping Answer = { _, _ in .more }) {
    self.answer = answer
    (calls, inlet) = AsyncStream.makeStream(of: Call.self)
  }

  /// All bytes up to now.
  var bytes: [UInt8] { kept.withLock { $0 } }

  /// All bytes as text.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Waits for the next call.
  func next() async -> Call? {
    for await call in calls { return call }
    return nil
  }

  func received(_ bytes: RawSpan, at now: FollowInstant) throws -> FollowDemand {
    bytes.withUnsafeBytes { raw in kept.withLock { $0.append(contentsOf: raw) } }
    inlet.yield(.received(bytes.byteCount))
    return try answer(.received(bytes.byteCount), now)
  }

  func woken(at now: FollowInstant) throws -> FollowDemand {
    inlet.yield(.woken)
    return try answer(.woken, now)
  }
}

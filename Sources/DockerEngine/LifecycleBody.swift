internal import AsyncHTTPClient
package import NIOCore
internal import NIOPosix
internal import Synchronization

/// What is sent with a request: bytes, or a stream that is never whole in memory.
package struct LifecycleBody: Sendable {
  /// The kind of the content.
  let contentType: String
  /// Whether it can be sent a second time.
  let isRepeatable: Bool
  /// Makes the body; a failure of the stream is kept for whoever asked for the request.
  let content: @Sendable (BodyFailure) -> HTTPClientRequest.Body

  /// A JSON text.
  package static func json(_ text: [UInt8]) -> LifecycleBody {
    bytes(text, contentType: "application/json")
  }

  /// Bytes, sent with their length.
  package static func bytes(_ bytes: [UInt8], contentType: String) -> LifecycleBody {
    LifecycleBody(contentType: contentType, isRepeatable: true) { _ in .bytes(ByteBuffer(bytes: bytes)) }
  }

  /// A stream, sent in chunks. Its next part is asked for when the connection has taken the last one. What it throws,
  /// the request throws.
  package static func stream<Parts: AsyncSequence & Sendable>(
    _ parts: Parts, contentType: String
  ) -> LifecycleBody where Parts.Element == ByteBuffer {
    LifecycleBody(contentType: contentType, isRepeatable: false) { failure in
      .stream(WatchedParts(parts: parts, failure: failure), length: .unknown)
    }
  }
}

/// Why the stream of a request's body ended early; nil as long as it did not.
final class BodyFailure: Sendable {
  private let stored = Mutex<(any Error)?>(nil)

  /// The stream's own error.
  var error: (any Error)? { stored.withLock { $0 } }

  /// Keeps the first error.
  func note(_ error: any Error) {
    stored.withLock { $0 = $0 ?? error }
  }
}

/// A sequence that tells of its failure, which async-http-client would wrap into its own, and that does not run ahead of
/// the connection.
///
/// async-http-client takes part after part until the connection's event loop tells it to pause, and hears of that only
/// when the loop has come to the parts it was given: on a busy machine that has been tens of megabytes. So after some
/// bytes all loops are waited for, which have seen what they were given before then.
private struct WatchedParts<Parts: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Parts.Element == ByteBuffer {
  let parts: Parts
  let failure: BodyFailure

  struct Iterator: AsyncIteratorProtocol {
    var parts: Parts.AsyncIterator
    let failure: BodyFailure
    /// Bytes handed over since the loops were waited for.
    var unseen = 0

    mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> ByteBuffer? {
      if unseen >= mostUnseenBytes {
        try await waitForEventLoops()
        unseen = 0
      }
      do {
        let part = try await parts.next(isolation: actor)
        unseen += part?.readableBytes ?? 0
        return part
      } catch {
        failure.note(error)
        throw error
      }
    }
  }

  func makeAsyncIterator() -> Iterator {
    Iterator(parts: parts.makeAsyncIterator(), failure: failure)
  }
}

/// So many bytes are handed over before the event loops are waited for.
private let mostUnseenBytes = 256 << 10

/// Returns when every event loop that the clients use has done what it was given before.
private func waitForEventLoops() async throws {
  for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
    try await loop.submit {}.get()
  }
}

package import NIOCore
internal import NIOPosix
internal import Synchronization

/// The archive of a context as a stream of bytes, made as it is asked for: one chunk is in memory at a time.
///
/// Can be read once. It reads files on threads that may block.
package struct ContextStream: AsyncSequence, Sendable {
  /// What reads the files.
  private let producer: Producer

  /// Prepares the stream.
  ///
  /// - Parameters:
  ///   - context: what to send.
  ///   - note: told what is left out, and what else is worth telling.
  ///   - sent: told after each chunk how many bytes were made so far.
  /// - Throws: ``ContextError`` when the folder can't be listed.
  package init(
    _ context: BuildContext, note: @escaping @Sendable (String) -> Void,
    sent: @escaping @Sendable (Int64) -> Void = { _ in }
  ) throws(ContextError) {
    producer = Producer(archive: try ContextArchive(context, note: note), sent: sent)
  }

  /// Asks for one chunk after the other.
  package struct Iterator: AsyncIteratorProtocol {
    fileprivate let producer: Producer

    /// The next chunk; nil at the end.
    ///
    /// - Throws: ``ContextError``; the stream can't be used any further then.
    package mutating func next() async throws -> ByteBuffer? {
      try Task.checkCancellation()
      let producer = producer
      return try await NIOThreadPool.singleton.runIfActive { try producer.next() }
    }
  }

  /// Begins at the beginning, or goes on where another iterator stopped.
  package func makeAsyncIterator() -> Iterator {
    Iterator(producer: producer)
  }
}

/// Owns the archive, which is made on whatever thread is free.
private final class Producer: Sendable {
  private struct State: ~Copyable {
    var archive: ContextArchive
    var byteCount: Int64 = 0
  }

  private let state: Mutex<State>
  private let sent: @Sendable (Int64) -> Void

  init(archive: consuming sending ContextArchive, sent: @escaping @Sendable (Int64) -> Void) {
    state = Mutex(State(archive: archive))
    self.sent = sent
  }

  func next() throws -> ByteBuffer? {
    let (chunk, byteCount) = try state.withLock { state in
      let chunk = try state.archive.nextChunk()
      state.byteCount += Int64(chunk?.readableBytes ?? 0)
      return (chunk, state.byteCount)
    }
    if chunk != nil { sent(byteCount) }
    return chunk
  }
}

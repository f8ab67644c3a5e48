internal import ContainerRuntime
internal import NIOPosix
internal import Synchronization

extension ContextStream {
  /// The stream of a context that tells how much of it was sent: at each MiB, so that gigabytes don't drown the rest.
  init(_ context: BuildContext, progress: @escaping @Sendable (ImageProgress) -> Void) throws(ContextError) {
    let told = Told()
    try self.init(
      context,
      note: { progress(ImageProgress(item: Self.item, text: $0, kind: .step)) },
      sent: { count in
        guard told.isWorthTelling(count) else { return }
        progress(
          ImageProgress(
            item: Self.item, text: "sending the context", kind: .transfer(done: count, total: nil)))
      })
  }

  /// Runs what blocks on the file system where it may.
  static func reading<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await NIOThreadPool.singleton.runIfActive(body)
  }

  private static let item = "context"

  private final class Told: Sendable {
    private let next = Mutex<Int64>(0)

    func isWorthTelling(_ count: Int64) -> Bool {
      next.withLock { next in
        guard count >= next else { return false }
        next = count + 1 << 20
        return true
      }
    }
  }
}

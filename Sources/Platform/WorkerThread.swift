internal import CLinux
internal import Glibc

/// A thread for work that blocks, which the pool of Swift's tasks must not do.
package enum WorkerThread {
  private final class Start {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
      self.name = name
      self.body = body
    }
  }

  /// Runs `body` on a new thread and returns when it has returned.
  ///
  /// - Parameter name: shown by `ps -L` and `top -H`; at most 15 bytes of it.
  package static func run(name: String, _ body: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      start(name: name) {
        body()
        continuation.resume()
      }
    }
  }

  private static func start(name: String, _ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(Start(name: name, body: body))
    let status = pthread_create(
      &thread, nil,
      { raw in
        guard let raw else { return nil }
        let start = Unmanaged<Start>.fromOpaque(raw).takeRetainedValue()
        lslog_name_thread(start.name)
        start.body()
        return nil
      }, argument.toOpaque())
    // Out of threads or memory at the start of a process: nothing can go on.
    guard status == 0 else { preconditionFailure("can't start the thread \(name): errno \(status)") }
    pthread_detach(thread)
  }
}

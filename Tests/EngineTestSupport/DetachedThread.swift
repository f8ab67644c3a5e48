internal import Glibc

/// Runs a closure on a detached thread of its own, where it may block.
package func startThread(_ body: @escaping @Sendable () -> Void) {
  let cargo = Unmanaged.passRetained(ThreadBody(body))
  var thread = pthread_t()
  let status = pthread_create(
    &thread, nil,
    { raw in
      if let raw { Unmanaged<ThreadBody>.fromOpaque(raw).takeRetainedValue().run() }
      return nil
    }, cargo.toOpaque())
  precondition(status == 0, "pthread_create failed with \(status)")
  pthread_detach(thread)
}

private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) {
    self.run = run
  }
}

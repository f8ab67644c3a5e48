internal import Glibc

/// The reactor's thread. It ends by itself when the mailbox is closed.
enum ReactorThread {
  /// Starts a thread that serves the mailbox; returns the errno where there is none to be had.
  static func start(_ resources: ReactorResources) throws(ErrnoFailure) {
    let cargo = Unmanaged.passRetained(resources)
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let status = pthread_create(
      &thread, &attributes,
      { raw in
        guard let raw else { return nil }
        ReactorThread.serve(Unmanaged<ReactorResources>.fromOpaque(raw).takeRetainedValue())
        return nil
      }, cargo.toOpaque())
    guard status == 0 else {
      cargo.release()
      throw ErrnoFailure(errno: status)
    }
  }

  private static func serve(_ resources: ReactorResources) {
    // Signals are for the threads that expect them; here they would only cut naps short.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, nil)
    ReactorLoop(resources).run()
  }
}

internal import CLinux
internal import Glibc
internal import Synchronization

/// Runs a program with some input and little output, for a limited time.
package enum HelperProcess {
  /// What it wrote, and how it ended.
  package struct Output: Sendable, Hashable {
    /// Its exit status; 128 and the number of a signal that killed it.
    package var status: Int32
    package var bytes: [UInt8]

    /// What it wrote as text, without white space around it.
    package var text: String {
      var text = String(decoding: bytes, as: UTF8.self)[...].drop { $0.isWhitespace }
      while let last = text.last, last.isWhitespace { text.removeLast() }
      return String(text)
    }
  }

  /// What is read of a program's output.
  package enum Reading: Sendable, Hashable {
    /// Its standard output; more than so many bytes are ``Failure/tooLong``.
    case atMost(Int)
    /// The first so many bytes of its output and its errors, in the order in which they come; the rest is thrown away.
    case firstWithErrors(Int)
  }

  package enum Failure: Error {
    case notStarted(errno: Int32)
    case timeOut
    case tooLong
    case cancelled
  }

  /// How often is looked whether it was cancelled, in milliseconds.
  private static let glance: Int32 = 100

  private final class Run: Sendable {
    let isCancelled = Atomic(false)
    let result = Mutex<Result<Output, Failure>?>(nil)
  }

  /// Runs a program, until it has ended and its output is closed; kills it, and what it started, when it takes too long.
  ///
  /// - Parameters:
  ///   - command: its path and its arguments.
  ///   - input: what it gets to read; it need not read it.
  ///   - reading: by default a mebibyte of its output, and its errors go nowhere.
  package static func run(
    _ command: [String], environment: [String: String], input: [UInt8], reading: Reading = .atMost(1 << 20),
    within patience: Duration
  ) async throws(Failure) -> Output {
    let run = Run()
    await withTaskCancellationHandler {
      await WorkerThread.run(name: "helper") {
        // It may end without reading; what writing to it then signals ends with this thread.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        let result = Result { () throws(Failure) in
          try block(command, environment, input, reading, until: ContinuousClock.now + patience, run)
        }
        run.result.withLock { $0 = result }
      }
    } onCancel: {
      run.isCancelled.store(true, ordering: .relaxed)
    }
    guard let result = run.result.withLock({ $0 }) else {
      preconditionFailure("the helper's thread left nothing")
    }
    return try result.get()
  }

  private static func block(
    _ command: [String], _ environment: [String: String], _ input: [UInt8], _ reading: Reading,
    until deadline: ContinuousClock.Instant, _ run: Run
  ) throws(Failure) -> Output {
    let asked = try Pipe()
    let told = try Pipe()
    asked.writeWithoutBlocking()
    let process = try spawn(
      command, environment, input: asked.reading, output: told.writing, takesErrors: reading.takesErrors)
    told.closeWriting()
    asked.closeReading()
    do throws(Failure) {
      let bytes = try talk(asked, input, told.reading, reading, until: deadline, run)
      return Output(status: try wait(process, until: deadline, run), bytes: bytes)
    } catch {
      // With what it started: it leads a group of its own.
      kill(-process, SIGKILL)
      var status: Int32 = 0
      while waitpid(process, &status, 0) < 0, errno == EINTR {}
      throw error
    }
  }

  /// Writes the input while it reads the output, until that is closed: neither side may wait for the other.
  private static func talk(
    _ asked: Pipe, _ input: [UInt8], _ output: Int32, _ reading: Reading,
    until deadline: ContinuousClock.Instant,
    _ run: Run
  ) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = input[...]
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      try check(deadline, run)
      rest = asked.write(rest)
      if rest.isEmpty { asked.closeWriting() }
      // A descriptor of -1 is passed over.
      var wanted = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: asked.writing, events: Int16(POLLOUT), revents: 0),
      ]
      guard poll(&wanted, 2, glance) > 0, wanted[0].revents != 0 else { continue }
      let count = Glibc.read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count > reading.limit else { continue }
      guard reading.takesErrors else { throw .tooLong }
      bytes.removeLast(bytes.count - reading.limit)
    }
  }

  /// It closed its output; it ends now, or soon.
  private static func wait(
    _ process: pid_t, until deadline: ContinuousClock.Instant, _ run: Run
  ) throws(Failure) -> Int32 {
    let descriptor = lslog_pidfd_open(process)
    defer { close(descriptor) }
    while true {
      var status: Int32 = 0
      let ended = waitpid(process, &status, WNOHANG)
      if ended == process {
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
      }
      if ended < 0, errno != EINTR { return 0 }
      try check(deadline, run)
      var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      poll(&wanted, 1, glance)
    }
  }

  private static func check(_ deadline: ContinuousClock.Instant, _ run: Run) throws(Failure) {
    if run.isCancelled.load(ordering: .relaxed) { throw .cancelled }
    if ContinuousClock.now >= deadline { throw .timeOut }
  }

  private static func spawn(
    _ command: [String], _ environment: [String: String], input: Int32, output: Int32, takesErrors: Bool
  ) throws(Failure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    if takesErrors {
      posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    }
    // What we ignore or block it must not.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    sigaddset(&signals, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))
    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var process: pid_t = 0
    let status = posix_spawn(&process, command[0], &actions, &attributes, &arguments, &variables)
    guard status == 0 else { throw .notStarted(errno: status) }
    return process
  }

  /// Both ends of a pipe, closed with it.
  private final class Pipe {
    private(set) var reading: Int32
    private(set) var writing: Int32

    init() throws(Failure) {
      var ends: [Int32] = [-1, -1]
      guard lslog_pipe(&ends) == 0 else { throw .notStarted(errno: errno) }
      reading = ends[0]
      writing = ends[1]
    }

    /// Makes writes give up where there is no room. Only for an end that is ours: programs expect theirs to block.
    func writeWithoutBlocking() {
      _ = fcntl(writing, F_SETFL, O_NONBLOCK)
    }

    deinit {
      closeReading()
      closeWriting()
    }

    /// Writes as much as there is room for; returns what is left. Nobody reads any more: nothing is left.
    func write(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
      var rest = bytes
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Glibc.write(writing, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return errno == EAGAIN ? rest : [] }
        rest = rest.dropFirst(count)
      }
      return rest
    }

    func closeReading() {
      if reading >= 0 { close(reading) }
      reading = -1
    }

    func closeWriting() {
      if writing >= 0 { close(writing) }
      writing = -1
    }
  }
}

extension HelperProcess.Reading {
  fileprivate var limit: Int {
    switch self {
    case .atMost(let limit), .firstWithErrors(let limit): limit
    }
  }

  fileprivate var takesErrors: Bool {
    if case .firstWithErrors = self { true } else { false }
  }
}

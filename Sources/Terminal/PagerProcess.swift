internal import Glibc
internal import Synchronization

/// A running pager that is fed through a pipe.
///
/// An interrupt (Ctrl-C) goes to the pager too, which stays: so this process must stay with it, or the shell and the pager would
/// read the terminal at once. From the start on, SIGINT makes this process stop searching, wait for the pager, and end.
struct PagerProcess: ~Copyable {
  /// Where to write what is to be shown.
  let descriptor: Int32
  private let process: pid_t

  /// What the signal handler needs; 0 and −1: nothing to do.
  private static let fedProcess = Atomic<Int32>(0)
  private static let fedDescriptor = Atomic<Int32>(-1)

  /// Starts `command`; its output goes where ours goes.
  ///
  /// - Returns: nil if it can't be started.
  init?(_ command: PagerCommand) {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    // If the pager had our end of the pipe too, it would never see the end of its input.
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    guard let process = Self.spawn(command, input: ends[0]) else {
      close(ends[0])
      close(ends[1])
      return nil
    }
    close(ends[0])
    self.descriptor = ends[1]
    self.process = process
    Self.fedDescriptor.store(descriptor, ordering: .relaxed)
    Self.fedProcess.store(process, ordering: .relaxed)
    signal(SIGINT) { _ in PagerProcess.leaveOnInterrupt() }
  }

  /// Tells the pager that there is no more, and waits until the user leaves it.
  consuming func finish() {
    close(descriptor)
    Self.fedDescriptor.store(-1, ordering: .relaxed)
    Self.wait(process)
    Self.fedProcess.store(0, ordering: .relaxed)
    signal(SIGINT, SIG_DFL)
  }

  private static func wait(_ process: pid_t) {
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
  }

  /// Calls only what signal-safety(7) allows.
  private static func leaveOnInterrupt() {
    let descriptor = fedDescriptor.load(ordering: .relaxed)
    if descriptor >= 0 { close(descriptor) }
    let process = fedProcess.load(ordering: .relaxed)
    if process > 0 { wait(process) }
    _exit(130)
  }

  private static func spawn(_ command: PagerCommand, input: Int32) -> pid_t? {
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    unsafe posix_spawn_file_actions_addclose(&actions, input)
    // We ignore SIGPIPE; the pager must not inherit that.
    var restored = sigset_t()
    unsafe sigemptyset(&restored)
    unsafe sigaddset(&restored, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &restored)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))

    let arguments = CStringArray(command.arguments)
    let environment = CStringArray(command.environment)
    var process: pid_t = 0
    let result = unsafe posix_spawn(
      &process, command.executable, &actions, &attributes, arguments.pointers, environment.pointers)
    return result == 0 ? process : nil
  }
}

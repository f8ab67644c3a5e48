import Glibc
import Synchronization

/// A program to run, with its arguments.
struct Command: Sendable {
  var program: String
  var arguments: [String]
  var environment: [String: String]

  /// - Parameters:
  ///   - program: A path, or a name that is looked for in `PATH`.
  ///   - environment: What is added to that of the tests, of which `LSLOG_…` is left out.
  init(_ program: String, _ arguments: [String], environment: [String: String] = [:]) {
    self.program = program
    self.arguments = arguments
    var inherited = Testbed.environment.filter {
      !$0.key.hasPrefix("LSLOG_") || $0.key.hasPrefix("LSLOG_TEST")
    }
    inherited["DOCKER_HOST"] = Testbed.dockerHost
    inherited["TZ"] = "UTC"
    self.environment = inherited.merging(environment) { $1 }
  }

  /// What a command left.
  struct Output: Sendable {
    /// The exit code, or 128 and the signal.
    var status: Int32
    /// What it wrote on stdout.
    var bytes: [UInt8]
    /// What it wrote on stderr.
    var errors: String

    /// stdout as text.
    var text: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Runs the program to its end.
  ///
  /// - Throws: ``NotInTime`` when it did not end; it is killed then.
  func run(within limit: Duration = .seconds(60)) async throws -> Output {
    // Files take any amount without anybody reading; they are unlinked from the start.
    let output = try Descriptor.temporary()
    let errors = try Descriptor.temporary()
    let process = try spawn(output: output.number, errors: errors.number)
    do {
      let status = try await process.exitStatus(within: limit)
      return Output(
        status: status, bytes: output.contents(), errors: String(decoding: errors.contents(), as: UTF8.self))
    } catch {
      process.signal(SIGKILL)
      _ = try? await process.exitStatus(within: .seconds(10))
      throw error
    }
  }

  /// Runs the program to its end, which must be good.
  @discardableResult
  func succeed(within limit: Duration = .seconds(60)) async throws -> Output {
    let output = try await run(within: limit)
    guard output.status == 0 else { throw CommandFailed(command: self, output: output) }
    return output
  }

  /// Starts the program with descriptors for its stdout and stderr.
  func spawn(output: Int32, errors: Int32) throws -> RunningProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    // Threads of libdispatch block signals, and a child would inherit that.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var argv: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (argv + envp).forEach { free($0) } }
    var pid: pid_t = 0
    let code = posix_spawnp(&pid, program, &actions, &attributes, &argv, &envp)
    guard code == 0 else { throw SystemCallFailed(call: "posix_spawn \(program)", code: code) }
    return RunningProcess(pid: pid)
  }
}

/// A child process of the tests; reaped once.
final class RunningProcess: Sendable {
  let pid: pid_t
  private let status = Mutex<Int32?>(nil)

  init(pid: pid_t) {
    self.pid = pid
  }

  /// The exit code, or 128 and the signal; nil while it runs.
  var exitStatus: Int32? {
    status.withLock { status in
      if status != nil { return status }
      var raw: Int32 = 0
      guard waitpid(pid, &raw, WNOHANG) == pid else { return nil }
      let signal = raw & 0x7f
      status = signal == 0 ? (raw >> 8) & 0xff : 128 + signal
      return status
    }
  }

  /// Waits for the end.
  ///
  /// - Throws: ``NotInTime``.
  func exitStatus(within limit: Duration) async throws -> Int32 {
    try await firstAnswer("process \(pid) ends", within: limit, every: .milliseconds(3)) { exitStatus }
  }

  /// Sends a signal, unless it has been reaped and the number may be another's.
  func signal(_ signal: Int32) {
    status.withLock { status in
      if status == nil { kill(pid, signal) }
    }
  }
}

/// An open file.
struct Descriptor: ~Copyable {
  let number: Int32

  init(number: Int32) {
    self.number = number
  }

  deinit { close(number) }

  /// A file without a name.
  static func temporary() throws -> Descriptor {
    var template = Array("/tmp/lslog-it-XXXXXX".utf8CString)
    let number = mkstemp(&template)
    guard number >= 0 else { throw SystemCallFailed(call: "mkstemp", code: errno) }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    unlink(template)
    return Descriptor(number: number)
  }

  /// A file that is appended to.
  static func appending(to path: String) throws -> Descriptor {
    let number = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard number >= 0 else { throw SystemCallFailed(call: "open \(path)", code: errno) }
    return Descriptor(number: number)
  }

  /// All that the file holds.
  borrowing func contents() -> [UInt8] {
    let size = max(Int(lseek(number, 0, SEEK_END)), 0)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let read = pread(number, buffer.baseAddress.map { $0 + count }, size - count, off_t(count))
        if read <= 0 { break }
        count += read
      }
    }
  }
}

/// A program ended otherwise than with 0.
struct CommandFailed: Error, CustomStringConvertible {
  var command: Command
  var output: Command.Output

  var description: String {
    "\(command.program) \(command.arguments.joined(separator: " ")): exit status \(output.status): \(output.errors)"
  }
}

/// A call of the system failed.
struct SystemCallFailed: Error, CustomStringConvertible {
  var call: String
  var code: Int32

  var description: String { "\(call): \(String(cString: strerror(code)))" }
}

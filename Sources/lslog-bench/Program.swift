internal import Glibc

/// Another program, started by us and waited for.
///
/// It stays in our process group, so that an interrupt typed on the terminal ends it, too.
final class Program {
  /// Where what it prints goes.
  enum Output {
    case discarded
    case descriptor(Int32)
    /// Standard error as well.
    case file(String)
  }

  /// Its number until it is waited for.
  let pid: pid_t
  private var status: Int32?

  /// - Parameters:
  ///   - arguments: the program, looked for on the path, and its arguments.
  ///   - environment: what is added to our own.
  init(
    _ arguments: [String], input: Int32? = nil, output: Output, environment: [String: String] = [:]
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let input {
      posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    } else {
      posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    }
    switch output {
    case .discarded: posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, STDOUT_FILENO)
    case .file(let path):
      posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
    }
    pid = try Self.spawn(arguments, Self.variables(environment), &actions)
  }

  private static func spawn(
    _ arguments: [String], _ variables: [String], _ actions: inout posix_spawn_file_actions_t
  ) throws -> pid_t {
    var pid: pid_t = 0
    let code = withCStrings(arguments) { argv in
      withCStrings(variables) { envp in posix_spawnp(&pid, arguments[0], &actions, nil, argv, envp) }
    }
    guard code == 0 else {
      throw TextFile.Failure(
        description: "\(arguments[0]) can't be started: \(String(cString: strerror(code)))")
    }
    return pid
  }

  /// Our environment, changed.
  private static func variables(_ changes: [String: String]) -> [String] {
    let own = TextFile.read("/proc/self/environ").split(separator: "\0").map(String.init)
    let kept = own.filter { variable in changes[String(variable.prefix { $0 != "=" })] == nil }
    return kept + changes.map { "\($0)=\($1)" }
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = strings.map { strdup($0) }
    defer { for copy in copies { free(copy) } }
    return body(copies + [nil])
  }

  /// Whether it has not ended.
  var isRunning: Bool {
    guard status == nil else { return false }
    var code: Int32 = 0
    guard waitpid(pid, &code, WNOHANG) == pid else { return true }
    status = code
    return false
  }

  /// Waits for its end; true if its status is 0.
  @discardableResult
  func wait() -> Bool {
    if status == nil {
      var code: Int32 = 0
      while waitpid(pid, &code, 0) < 0, errno == EINTR {}
      status = code
    }
    return status == 0
  }

  /// Asks it to end and waits until it has.
  func stop() {
    if isRunning { kill(pid, SIGTERM) }
    wait()
  }
}

extension Program {
  /// Runs a program to its end and returns what it printed; nil if its status is not 0.
  static func output(of arguments: [String]) throws -> String? {
    var pipe = try Pipe()
    let program = try Program(arguments, output: .descriptor(pipe.input))
    pipe.closeInput()
    let printed = TextFile.bytes(of: pipe.output)
    return program.wait() ? String(decoding: printed, as: UTF8.self) : nil
  }

  /// Runs a line of our own making in a shell and returns what it printed; nil if its status is not 0.
  static func shell(_ command: String) throws -> String? {
    try output(of: ["sh", "-c", command])
  }

  /// Whether there is such a program.
  static func exists(_ name: String) -> Bool {
    (try? shell("command -v \(name)")) != nil
  }

  /// The path of a program in our own folder; nil if it is not built.
  static func sibling(_ name: String) -> String? {
    guard let own = realpath("/proc/self/exe", nil) else { return nil }
    defer { free(own) }
    let folder = String(cString: own).split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let path = (folder + [Substring(name)]).joined(separator: "/")
    return access(path, X_OK) == 0 ? path : nil
  }
}

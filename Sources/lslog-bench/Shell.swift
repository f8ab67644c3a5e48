internal import Glibc

/// Other programs, for comparison.
enum Shell {
  /// Runs a command line of ours and waits for its end; true if its status is 0.
  static func run(_ command: String) -> Bool {
    // Nothing of the command comes from outside: it is made of our own words and paths.
    system(command) == 0
  }

  static func has(_ program: String) -> Bool { run("command -v \(program) >/dev/null 2>&1") }
}

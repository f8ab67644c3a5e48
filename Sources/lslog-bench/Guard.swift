internal import Glibc

/// Runs a shell command when it is released, or when this process ends in whatever way, by SIGKILL too.
///
/// A waiting shell holds the other end of a pipe, which the kernel closes with us.
final class Guard {
  private var lifeline: Pipe
  private let shell: Program

  /// - Parameter command: what it prints is lost.
  init(_ command: String) throws {
    lifeline = try Pipe()
    shell = try Program(
      ["sh", "-c", "trap '' INT TERM HUP; cat; \(command) 2>/dev/null"], input: lifeline.output,
      output: .discarded)
  }

  deinit {
    lifeline.closeInput()
    shell.wait()
  }
}

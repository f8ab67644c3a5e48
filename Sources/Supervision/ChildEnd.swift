internal import Glibc

/// Every way a child ends.
package enum ChildEnd: Sendable, Hashable {
  /// It left by itself with this code.
  case exited(Int32)
  /// A signal ended it.
  case signalled(Int32)
  /// It said nothing for ``SupervisorSettings/hangTimeout``, and was killed.
  case hung
  /// It never was: posix_spawn failed with this errno.
  case spawnFailed(Int32)

  /// The exit code by which a child, or lslogd, says that its configuration is wrong. Starting it again can't help.
  package static let configurationError: Int32 = 2

  /// Reads the status of waitpid(2), for a process that has ended.
  package init(waitStatus: Int32) {
    let signal = waitStatus & 0x7f
    self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(signal)
  }
}

extension ChildEnd: CustomStringConvertible {
  package var description: String {
    switch self {
    case .exited(let code): "exited with code \(code)"
    case .signalled(let signal): "was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
    case .hung: "hung and was killed"
    case .spawnFailed(let code): "could not be started: \(String(cString: strerror(code)))"
    }
  }
}

internal import Glibc

/// The system refused something that supervision can't do without.
package struct SupervisionError: Error, Hashable, CustomStringConvertible {
  /// The system call that failed.
  package let call: String
  /// Its errno.
  package let code: Int32

  /// The failure of the last call, read from errno.
  static func last(_ call: String) -> SupervisionError {
    SupervisionError(call: call, code: errno)
  }

  /// What failed and why.
  package var description: String {
    "\(call): \(String(cString: strerror(code)))"
  }
}

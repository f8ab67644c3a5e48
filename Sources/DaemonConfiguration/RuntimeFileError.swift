internal import Glibc

/// The running daemon's record could not be written.
package struct RuntimeFileError: Error, Hashable, CustomStringConvertible {
  /// The system call that failed.
  package let call: String
  /// Its path.
  package let path: String
  /// Its errno.
  package let code: Int32

  /// What failed, and what works all the same.
  package var description: String {
    "\(call) \(path): \(String(cString: strerror(code))); lslog will not find this lslogd's store by itself, use --store"
  }
}

/// Why output could not be written.
package struct OutputError: Error, Sendable, Equatable {
  /// What went wrong.
  package enum Code: Sendable, Equatable {
    /// The reader is gone: `head` has its lines, or the pager was left. Not a failure of the command.
    case closed
    /// The system refused; see the errno.
    case failed
  }

  package let code: Code

  /// The errno of the call.
  package let systemError: Int32

  init(systemError: Int32, brokenPipe: Int32) {
    self.code = systemError == brokenPipe ? .closed : .failed
    self.systemError = systemError
  }
}

/// Why the journal can't be written or read now.
package struct JournalError: Error, Hashable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }

  /// - Parameter code: an errno, negative as libsystemd returns it.
  init(_ what: String, code: Int32) {
    description = "\(what): \(JournalError.text(of: -code))"
  }
}

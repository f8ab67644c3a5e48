/// What the configuration of the docker command says can't be used.
package struct ClientConfigError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kinds of failure.
  package enum Code: Sendable, Hashable {
    /// A file can't be read, or is not what it should be.
    case badFile
    /// An address that names no engine, or one that can't be reached from here.
    case badAddress
    /// A context that is named and not there.
    case noSuchContext
    /// A credential helper that is missing, failed or took too long.
    case badHelper
  }

  /// The kind of failure.
  package var code: Code
  /// What happened, where, and what to do, in a sentence. It may quote a helper: escape it for a terminal.
  package var description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

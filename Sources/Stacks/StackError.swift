internal import YAMLDocuments

/// Why a stack could not be brought where it was to be.
package enum StackError: Error, Sendable, Hashable {
  /// There is no resource of that name.
  case unknownResource(String, known: [String])
  /// Something of resources failed, or was interrupted; all is as it was before, but for what `leftovers` tell.
  case failed([Failure], leftovers: [String])

  /// What failed.
  package struct Failure: Sendable, Hashable {
    /// The resource; empty where it is the network or the volumes.
    package var resource: String
    /// What happened. It may quote the engine: escape it for a terminal.
    package var reason: String
    /// The last lines of the container's log, without their ends: input from outside.
    package var log: [[UInt8]]

    /// Describes a failure.
    package init(resource: String, reason: String, log: [[UInt8]] = []) {
      self.resource = resource
      self.reason = reason
      self.log = log
    }
  }
}

extension StackError: CustomStringConvertible {
  /// What failed, a line each, with the end of the log below it. Escape it for a terminal.
  package var description: String {
    switch self {
    case .unknownResource(let name, let known):
      let hint =
        Spelling.closest(to: name, among: known).map { "; did you mean \"\($0)\"?" }
        ?? (known.isEmpty ? "; there is none at all" : "; there are: \(known.joined(separator: ", "))")
      return "there is no resource \"\(name)\"\(hint)"
    case .failed(let failures, let leftovers):
      let lines = failures.flatMap { failure in
        ["\(failure.resource.isEmpty ? "" : "\(failure.resource): ")\(failure.reason)"]
          + failure.log.map { "  | \(String(decoding: $0, as: UTF8.self))" }
      }
      return (lines + leftovers).joined(separator: "\n")
    }
  }
}

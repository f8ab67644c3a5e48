internal import FoundationEssentials
internal import Glibc

/// What a process was started with: the variables, whether it is root, and where relative paths begin.
///
/// A value, so that what is decided from it can be tested.
package struct ProcessEnvironment: Sendable, Hashable {
  /// The environment variables.
  package var variables: [String: String]
  /// Whether the effective user is root.
  package var isRoot: Bool
  /// Absolute.
  package var workingDirectory: String

  /// An environment made up for a test.
  package init(variables: [String: String], isRoot: Bool, workingDirectory: String = "/") {
    self.variables = variables
    self.isRoot = isRoot
    self.workingDirectory = workingDirectory
  }

  /// The environment of this process.
  package static func current() -> ProcessEnvironment {
    ProcessEnvironment(
      variables: ProcessInfo.processInfo.environment, isRoot: geteuid() == 0,
      workingDirectory: FileManager.default.currentDirectoryPath)
  }

  /// A variable's value; one that is set to nothing counts as unset.
  package subscript(name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The path seen from the root. `-` (standard input) stays as it is.
  package func absolute(_ path: String) -> String {
    path.hasPrefix("/") || path == "-" ? path : "\(workingDirectory)/\(path)"
  }

  /// A folder of the XDG base directories: the variable's value, else the fallback below `HOME`; nil without `HOME`.
  /// Relative values are ignored. Source: XDG Base Directory Specification 0.8.
  func xdgDirectory(_ name: String, fallback: String) -> String? {
    if let value = self[name], value.hasPrefix("/") { return value }
    return self["HOME"].map { "\($0)/\(fallback)" }
  }
}

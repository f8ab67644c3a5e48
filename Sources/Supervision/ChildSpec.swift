/// How one child process is started, and what it depends on.
package struct ChildSpec: Sendable, Hashable {
  /// Unique, and what our log calls it: `collector-0`.
  package var name: String
  /// What it does, which decides when it is stopped.
  package var kind: ChildKind
  /// The program; `/proc/self/exe` is the supervisor's own, also when the file on disk was replaced since.
  package var executable: String
  /// The whole argument vector, the program's name first.
  package var arguments: [String]
  /// What the child reads on standard input: the validated configuration. A change of it alone restarts nothing.
  package var input: [UInt8]
  /// The settings the child depends on, in any exact spelling. A reload restarts the child when they differ.
  package var settings: String

  /// A child of our own program unless told otherwise.
  package init(
    name: String, kind: ChildKind, executable: String = "/proc/self/exe", arguments: [String],
    input: [UInt8] = [],
    settings: String = ""
  ) {
    self.name = name
    self.kind = kind
    self.executable = executable
    self.arguments = arguments
    self.input = input
    self.settings = settings
  }

  /// Whether a process started from `other` may go on under this spec.
  func isServed(by other: ChildSpec) -> Bool {
    executable == other.executable && arguments == other.arguments && settings == other.settings
      && kind == other.kind
  }
}

/// Where a container wrote a line.
///
/// The raw values are those of the Engine's frame header and of the store's `stream` columns.
/// Type 0 of a frame header (stdin) is read as ``stdout``, as the Engine's own clients do.
package enum LogStream: UInt8, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case stdout = 1
  case stderr = 2

  /// `stdout` or `stderr`.
  package var description: String {
    switch self {
    case .stdout: "stdout"
    case .stderr: "stderr"
    }
  }
}

internal import Glibc

/// A pipe whose ends no other program gets unless it is given them. Closes what is left open.
struct Pipe: ~Copyable {
  /// The end that is read from.
  let output: Int32
  /// The end that is written to.
  let input: Int32
  private var isInputOpen = true

  /// - Throws: if there are no descriptors left.
  init() throws {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw TextFile.Failure(description: "no pipe: \(String(cString: strerror(errno)))")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    (output, input) = (ends[0], ends[1])
  }

  deinit {
    close(output)
    if isInputOpen { close(input) }
  }

  /// Closes the end that is written to: the reader then comes to an end.
  mutating func closeInput() {
    guard isInputOpen else { return }
    close(input)
    isInputOpen = false
  }
}

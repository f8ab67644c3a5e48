internal import CLinux
internal import Glibc

/// One running child: its pid and our ends of its pipes. Owned by the supervisor's loop.
///
/// The child has its input as descriptor 0, the write end of the status pipe as 3, and the read end of the lifeline as 4;
/// nothing is ever written to the lifeline, its end is the news. The process is reaped by ``reap()`` only, so the pid stays its
/// own until then.
package final class ChildProcess {
  /// Of the child, until it is reaped.
  package let pid: Int32
  /// Readable when the child has ended.
  package let endDescriptor: Int32
  /// Readable when the child said something; nil after it closed its end.
  package private(set) var statusDescriptor: Int32?

  /// Our end of the lifeline: the child leaves when it goes.
  package var lifeline: Descriptor?

  private let end: Descriptor
  private let status: Descriptor
  private var parser = StatusLineParser()

  /// Starts the child.
  ///
  /// Called on the thread that lives as long as the supervisor: the child's death signal fires when the *thread* that
  /// started it ends. See prctl(2), PR_SET_PDEATHSIG.
  ///
  /// - Throws: ``SupervisionError`` when a call fails; no process is left then.
  package init(_ spec: ChildSpec, environment: [String]) throws(SupervisionError) {
    let status = try Descriptor.pipe()
    let lifeline = try Descriptor.pipe()
    try status.read.setNonBlocking()
    let input = try Self.inputFile(spec.input)
    var pid: pid_t = 0
    let code = withCStrings(spec.arguments) { arguments in
      withCStrings(environment) { environment in
        lslog_spawn(
          &pid, spec.executable, arguments, environment, input.number, status.write.number,
          lifeline.read.number)
      }
    }
    guard code == 0 else { throw SupervisionError(call: "posix_spawn", code: code) }
    let end = lslog_pidfd_open(pid)
    guard end >= 0 else {
      let error = SupervisionError.last("pidfd_open")
      kill(pid, SIGKILL)
      waitpid(pid, nil, 0)
      throw error
    }
    self.pid = pid
    self.end = Descriptor(owning: end)
    self.endDescriptor = end
    self.status = status.read
    self.statusDescriptor = status.read.number
    self.lifeline = lifeline.write
  }

  /// Sends a signal; a process that has just ended is no error.
  package func send(_ signal: Int32) {
    kill(pid, signal)
  }

  /// What the child said since the last call.
  package func messages() -> [StatusMessage] {
    var messages: [StatusMessage] = []
    while statusDescriptor != nil {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = read(status.number, &buffer, buffer.count)
      if count > 0 {
        messages += parser.consume(buffer.prefix(count))
      } else if count == 0 {
        // The child lives on but has closed its end: polling it would spin. Its silence will be noticed.
        statusDescriptor = nil
      } else if errno != EINTR {
        break
      }
    }
    return messages
  }

  /// How the child ended, or nil while it runs. Called once after it has ended.
  package func reap() -> ChildEnd? {
    var waitStatus: Int32 = 0
    return waitpid(pid, &waitStatus, WNOHANG) == pid ? ChildEnd(waitStatus: waitStatus) : nil
  }

  /// A file in memory that is read from its beginning: unlike a pipe, it takes any amount before the child reads.
  private static func inputFile(_ bytes: [UInt8]) throws(SupervisionError) -> Descriptor {
    let number = lslog_memory_file("lslogd-configuration")
    guard number >= 0 else { throw .last("memfd_create") }
    let file = Descriptor(owning: number)
    guard write(number, bytes, bytes.count) == bytes.count, lseek(number, 0, SEEK_SET) == 0 else {
      throw .last("write")
    }
    return try file.raised()
  }
}

internal import Glibc

/// When a process started. Source: proc_pid_stat(5), field 22.
package enum ProcessStart {
  /// Clock ticks since boot, or nil when there is no such process.
  package static func ticks(pid: Int32) -> UInt64? {
    let descriptor = open("/proc/\(pid)/stat", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    return count > 0 ? ticks(stat: buffer.prefix(count)) : nil
  }

  /// The second field is the program's name in parentheses, and may hold blanks and parentheses: count from the last one.
  package static func ticks(stat: some BidirectionalCollection<UInt8>) -> UInt64? {
    guard let end = stat.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = stat[end...].dropFirst().split(separator: UInt8(ascii: " "))
    guard fields.count > 19 else { return nil }
    return UInt64(String(decoding: fields[19], as: UTF8.self))
  }
}

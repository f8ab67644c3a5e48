internal import Glibc

/// What the kernel knows of processes: CPU time, memory, parents.
///
/// Source: proc_pid_stat(5).
enum ProcessTimes {
  /// CPU seconds of a process and of its children that have ended; 0 if it is gone.
  static func cpuSeconds(of pid: pid_t) -> Double {
    // utime, stime, cutime, cstime.
    let ticks = statistics(of: pid).dropFirst(11).prefix(4).reduce(0) { $0 + (Int($1) ?? 0) }
    return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// The highest memory of a process, in bytes; 0 if it is gone.
  static func peakMemory(of pid: pid_t) -> Int {
    let field = Machine.field("VmHWM", of: "/proc/\(pid)/status") ?? ""
    return (field.split(separator: " ").first.flatMap { Int($0) } ?? 0) * 1024
  }

  /// A process and all that descend from it.
  static func tree(of root: pid_t) -> [pid_t] {
    let parents = all().map { (pid: $0, parent: pid_t(statistics(of: $0).dropFirst().first ?? "") ?? 0) }
    var tree = [root]
    var next = 0
    while next < tree.count {
      tree += parents.filter { $0.parent == tree[next] }.map(\.pid)
      next += 1
    }
    return tree
  }

  /// The process whose command line has all these words; nil if there is none.
  static func find(_ words: [String]) -> pid_t? {
    all().first { pid in
      let line = TextFile.read("/proc/\(pid)/cmdline")
      return words.allSatisfy { line.contains($0) }
    }
  }

  private static func all() -> [pid_t] {
    guard let folder = opendir("/proc") else { return [] }
    defer { closedir(folder) }
    var pids: [pid_t] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if let pid = pid_t(name) { pids.append(pid) }
    }
    return pids
  }

  /// The fields after the name, which may itself have spaces and parentheses: state, parent, …
  private static func statistics(of pid: pid_t) -> [Substring] {
    let line = TextFile.read("/proc/\(pid)/stat")
    guard let end = line.lastIndex(of: ")") else { return [] }
    return line[line.index(after: end)...].split(separator: " ")
  }
}

internal import Glibc

/// What the figures were measured on.
struct Machine: CustomStringConvertible {
  /// The kernel's name for its model.
  var processor: String
  /// How many are online.
  var cores: Int
  /// Installed.
  var memoryBytes: Int
  /// Its release.
  var kernel: String

  /// The one that this runs on.
  static func current() -> Machine {
    Machine(
      processor: field("model name", of: "/proc/cpuinfo") ?? "unknown",
      cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)),
      memoryBytes: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)),
      kernel: TextFile.read("/proc/sys/kernel/osrelease").split(separator: "\n").first.map(String.init)
        ?? "unknown")
  }

  /// The value of the first line `name : value`.
  static func field(_ name: String, of path: String) -> String? {
    for line in TextFile.read(path).split(separator: "\n") where line.hasPrefix(name) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      return String(line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
    }
    return nil
  }

  var description: String {
    "\(processor), \(cores) cores, \(Grid.fixed(Double(memoryBytes) / 1e9, 1)) GB, Linux \(kernel)"
  }
}

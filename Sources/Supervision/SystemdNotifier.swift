internal import Glibc

/// Tells systemd how we are, by datagrams to the socket in `NOTIFY_SOCKET`.
///
/// By hand and not through libsystemd: the protocol is a line of text to a socket, and the supervisor stays free of a library
/// that it would load for this alone. Source: sd_notify(3).
package final class SystemdNotifier: Sendable {
  /// The variables that are ours alone: a child must not speak for us.
  static let variables = ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]

  private let socket: Descriptor
  private let path: String

  /// - Parameter path: The value of `NOTIFY_SOCKET`: an absolute path, or `@` and the name of an abstract socket.
  /// - Returns: Nil when the path is none of the two, is too long, or no socket can be had.
  package init?(path: String) {
    guard path.hasPrefix("/") || path.hasPrefix("@"), path.utf8.count < Self.pathLimit else { return nil }
    let number = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { return nil }
    self.socket = Descriptor(owning: number)
    self.path = path
    // A systemd that doesn't read must not stop the supervisor.
    var timeout = timeval(tv_sec: 1, tv_usec: 0)
    setsockopt(number, SOL_SOCKET, SO_SNDTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
  }

  /// The notifier that the environment names, if it does.
  package static func fromEnvironment(_ environment: [String: String]) -> SystemdNotifier? {
    environment["NOTIFY_SOCKET"].flatMap(SystemdNotifier.init(path:))
  }

  /// How often systemd wants to hear that we are alive: half of what it allows. Nil when it doesn't ask this process.
  package static func watchdogInterval(_ environment: [String: String], pid: Int32) -> Duration? {
    guard let text = environment["WATCHDOG_USEC"], let limit = Int64(text), limit > 0 else { return nil }
    if let named = environment["WATCHDOG_PID"], named != "\(pid)" { return nil }
    return .microseconds(limit / 2)
  }

  /// Sends the message. Returns whether it went out; there is nothing to do about it when it didn't.
  @discardableResult
  package func send(_ message: SystemdMessage) -> Bool {
    let now = MonotonicClock.now().components
    let microseconds = now.seconds * 1_000_000 + now.attoseconds / 1_000_000_000_000
    let bytes = Array(message.text(monotonicMicroseconds: microseconds).utf8)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var name = Array(path.utf8)
    // The name of an abstract socket begins with a NUL and has no other end than the length of the address.
    if name.first == UInt8(ascii: "@") { name[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = MemoryLayout<sockaddr_un>.offset(of: \.sun_path).map { $0 + name.count } ?? 0
    let sent = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        sendto(socket.number, bytes, bytes.count, Int32(MSG_NOSIGNAL), $0, socklen_t(length))
      }
    }
    return sent == bytes.count
  }

  private static let pathLimit = 108
}

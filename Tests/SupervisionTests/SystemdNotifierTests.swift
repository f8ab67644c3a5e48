import Glibc
import Supervision
import Testing

@Suite struct SystemdNotifierTests {
  /// What arrives at a socket of that name while `body` runs: one datagram.
  func received(at path: String, _ body: () -> Void) throws -> String {
    let socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    var name = Array(path.utf8)
    if name.first == UInt8(ascii: "@") { name[0] = 0 }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
    let length = socklen_t(2 + name.count)
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, length) }
    }
    try #require(bound == 0)
    body()
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = recv(socket, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  @Test func messagesArriveAtAnAbstractSocket() throws {
    let path = "@lslog-test-\(getpid())"
    let text = try received(at: path) {
      #expect(SystemdNotifier.fromEnvironment(["NOTIFY_SOCKET": path])?.send(.status("fine")) == true)
    }
    #expect(text == "STATUS=fine")
  }

  @Test func messagesArriveAtASocketInAFolder() throws {
    let path = "/tmp/lslog-test-\(getpid()).sock"
    defer { unlink(path) }
    let text = try received(at: path) { #expect(SystemdNotifier(path: path)?.send(.reloading) == true) }
    #expect(try #/RELOADING=1\nMONOTONIC_USEC=\d+/#.wholeMatch(in: text) != nil)
  }

  @Test func withoutASystemdNothingIsSentAndNothingFails() {
    #expect(SystemdNotifier.fromEnvironment([:]) == nil)
    #expect(SystemdNotifier(path: "vsock:2:1") == nil)
    #expect(SystemdNotifier(path: "/" + String(repeating: "x", count: 200)) == nil)
    #expect(SystemdNotifier(path: "/nonexistent/socket")?.send(.ready) == false)
  }

  @Test func theWatchdogIsFedAtHalfItsTime() {
    #expect(SystemdNotifier.watchdogInterval(["WATCHDOG_USEC": "30000000"], pid: 5) == .seconds(15))
    #expect(
      SystemdNotifier.watchdogInterval(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "5"], pid: 5)
        == .seconds(15))
    #expect(
      SystemdNotifier.watchdogInterval(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "6"], pid: 5) == nil)
    #expect(SystemdNotifier.watchdogInterval(["WATCHDOG_USEC": "x"], pid: 5) == nil)
    #expect(SystemdNotifier.watchdogInterval([:], pid: 5) == nil)
  }
}

internal import DaemonConfiguration
internal import Glibc

/// Who runs the command.
enum UserName {
  /// The name of the user, with sudo of the one who called it; the number of one that has no name.
  static func current() -> String {
    let user = geteuid()
    if user == 0, let name = ProcessEnvironment.current().variables["SUDO_USER"], !name.isEmpty {
      return name
    }
    guard let entry = unsafe getpwuid(user), let name = unsafe entry.pointee.pw_name else { return "\(user)" }
    return unsafe String(cString: name)
  }
}

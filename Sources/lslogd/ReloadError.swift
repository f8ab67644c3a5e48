/// Why a configuration that is right in itself can't be applied to the running daemon.
enum ReloadError: Error, CustomStringConvertible {
  /// It came on standard input, which can't be read twice.
  case standardInput
  /// The lock is on the old store.
  case storeMoved(from: String, to: String)

  var description: String {
    switch self {
    case .standardInput: "the configuration came on standard input and can't be read again; restart lslogd"
    case .storeMoved(let old, let new):
      "store.path can't change while lslogd runs (\(old) to \(new)); restart lslogd"
    }
  }
}

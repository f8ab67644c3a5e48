/// The version that `lslog --version` prints.
enum LslogVersion {
  static let text = "0.1.0"
}

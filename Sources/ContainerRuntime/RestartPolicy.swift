/// Whether the engine starts a container again that ended by itself.
///
/// Source: <https://docs.docker.com/engine/containers/start-containers-automatically/>.
public enum RestartPolicy: Sendable, Hashable {
  /// It stays ended.
  case never
  /// It is started again, also with the engine.
  case always
  /// It is started again when it ended with another exit code than 0; so often at most, or nil: as often as it takes.
  case onFailure(limit: Int?)
  /// As ``always``, but not with the engine if it had been stopped before.
  case unlessStopped

  /// Reads `no`, `always`, `on-failure`, `on-failure:5` or `unless-stopped`.
  ///
  /// - Throws: ``RuntimeError/invalidSpec(_:)``, which says what would be right.
  public init(parsing text: String) throws(RuntimeError) {
    switch text {
    case "no": self = .never
    case "always": self = .always
    case "on-failure": self = .onFailure(limit: nil)
    case "unless-stopped": self = .unlessStopped
    default:
      let prefix = "on-failure:"
      guard text.hasPrefix(prefix), let limit = Int32(text.dropFirst(prefix.count)), limit > 0 else {
        throw .invalidSpec(
          "'\(text)' is no restart policy; expected no, always, on-failure, on-failure:5 or unless-stopped")
      }
      self = .onFailure(limit: Int(limit))
    }
  }
}

extension RestartPolicy: CustomStringConvertible {
  /// As it is read.
  public var description: String {
    switch self {
    case .never: "no"
    case .always: "always"
    case .onFailure(let limit): "on-failure" + (limit.map { ":\($0)" } ?? "")
    case .unlessStopped: "unless-stopped"
    }
  }
}

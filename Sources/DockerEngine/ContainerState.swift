/// The state of a container as the engine names it.
package enum ContainerState: String, Sendable, Hashable, CaseIterable {
  /// Made, never started.
  case created
  /// Its process runs.
  case running
  /// Its processes are frozen.
  case paused
  /// Between the end of its process and the next start, by its restart policy.
  case restarting
  /// Being removed.
  case removing
  /// Its process ended.
  case exited
  /// A removal failed half-way; it can't be started again.
  case dead
  /// A word that we don't know.
  case unknown

  /// Reads the engine's word, Podman's variants included; `unknown` for any other.
  init(word: String) {
    self =
      switch word {
      case "stopped": .exited
      case "stopping": .running
      case "configured", "initialized": .created
      default: ContainerState(rawValue: word) ?? .unknown
      }
  }

  /// Whether processes of the container exist, so that it can write to its log.
  package var isAlive: Bool { self == .running || self == .paused }
}

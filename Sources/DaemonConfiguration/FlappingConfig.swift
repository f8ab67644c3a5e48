/// `health.flapping`: when a container changes too often.
package struct FlappingConfig: Sendable, Hashable {
  /// `health.flapping.changes`: more than so many changes between well and not well …
  package var changes = 6
  /// `health.flapping.window`: … in so long.
  package var window = Duration.seconds(600)

  /// All defaults.
  package init() {}
}

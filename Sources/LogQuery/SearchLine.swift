/// What a search with context gives, one after the other.
package enum SearchLine: Sendable, Hashable {
  /// A line that was looked for.
  case hit(Hit)
  /// A line near one.
  case context(Hit)
  /// What follows does not follow in a container's log on what came before.
  case gap
}

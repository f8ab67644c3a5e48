/// One rule of `select` below `health`: matches a container when each list that isn't empty has a glob that matches.
///
/// A container is spoken of when it may be gone already: only what is recorded of it can be looked at.
package struct HealthRuleConfig: Sendable, Hashable {
  /// `names`: globs for the container's name, or that of its resource.
  package var names: [String] = []
  /// `projects`: globs for its project.
  package var projects: [String] = []

  /// A rule that matches nothing yet; the loader refuses one with no list.
  package init() {}

  /// A rule of the given globs.
  package init(names: [String] = [], projects: [String] = []) {
    self.names = names
    self.projects = projects
  }
}

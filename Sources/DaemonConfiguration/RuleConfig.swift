/// One rule of `select.include` or `select.exclude`: matches a container when each list that isn't empty has a glob that
/// matches it. `*` matches any characters, `?` one.
package struct RuleConfig: Sendable, Hashable {
  /// `names`: globs for the container's name, without Docker's leading slash.
  package var names: [String] = []
  /// `images`: globs for the image as it was asked for, `repository:tag`.
  package var images: [String] = []
  /// `labels`: `key`, for a label that only has to be there, or `key=glob`.
  package var labels: [String] = []

  /// A rule that matches nothing yet; the loader refuses one with no list.
  package init() {}

  /// A rule of the given globs.
  package init(names: [String] = [], images: [String] = [], labels: [String] = []) {
    self.names = names
    self.images = images
    self.labels = labels
  }
}

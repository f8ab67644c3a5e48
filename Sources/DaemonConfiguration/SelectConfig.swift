/// `select`: the containers to follow.
///
/// A container is followed when ``containers`` or a rule of ``include`` takes it, and no rule of ``exclude`` does.
package struct SelectConfig: Sendable, Hashable {
  /// `select.containers`: what is taken without a rule.
  package var containers = Containers.managed
  /// `select.include`: rules that take more.
  package var include: [RuleConfig] = []
  /// `select.exclude`: rules that leave out; they win.
  package var exclude: [RuleConfig] = []

  /// All defaults.
  package init() {}

  /// What is taken without a rule.
  package enum Containers: String, Sendable, Hashable, CaseIterable {
    /// Containers with the label `lightshuttle.project`.
    case managed
    /// Every container of the engine.
    case all
    /// None: only what a rule of `include` takes.
    case listed
  }
}

/// What is to run.
package struct SupervisorPlan: Sendable, Hashable {
  /// The children, with unique names, in the order they are started.
  package var children: [ChildSpec]
  /// When to wait, kill and give up.
  package var settings: SupervisorSettings

  /// - Precondition: Names are unique.
  package init(children: [ChildSpec], settings: SupervisorSettings = SupervisorSettings()) {
    precondition(Set(children.map(\.name)).count == children.count, "two children have one name: \(children)")
    self.children = children
    self.settings = settings
  }
}

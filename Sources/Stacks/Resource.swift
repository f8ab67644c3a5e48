package import ContainerRuntime

/// One resource of a manifest: a container, and what it waits for.
package struct Resource: Sendable, Hashable {
  /// Something that a resource waits for.
  package struct Dependency: Sendable, Hashable {
    /// How far the other must have come.
    package enum Condition: String, Sendable, Hashable, CaseIterable {
      /// Its health check passes; without one, it runs.
      case healthy
      /// It was started.
      case started
    }

    /// The name of the other resource.
    package var name: String
    /// How far it must have come.
    package var condition: Condition

    /// Describes a dependency.
    package init(name: String, condition: Condition = .healthy) {
      self.name = name
      self.condition = condition
    }
  }

  /// How long a stop may take unless the manifest says otherwise.
  package static let defaultStopGrace = Duration.seconds(10)

  /// What its container is to be, with all paths absolute.
  package var container: ContainerSpec
  /// What it waits for, in the order of the file.
  package var dependencies: [Dependency]
  /// How long its stop may take before it is killed; whole seconds.
  package var stopGrace: Duration

  /// Describes a resource.
  package init(
    container: ContainerSpec, dependencies: [Dependency] = [], stopGrace: Duration = Resource.defaultStopGrace
  ) {
    self.container = container
    self.dependencies = dependencies
    self.stopGrace = stopGrace
  }

  /// Whether its image is built.
  package var isBuilt: Bool {
    if case .build = container.source { true } else { false }
  }

  /// Its name.
  package var name: String { container.resource }

  /// The name of its container.
  package var containerName: String { container.name ?? container.defaultName }
}

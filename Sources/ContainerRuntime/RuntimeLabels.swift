package import DockerEngine

/// The labels that the LightShuttle runtime puts on the containers it manages.
package enum RuntimeLabels {
  /// The project a container belongs to; its presence makes the container a managed one.
  package static let project = "lightshuttle.project"

  /// The resource of the project that a container serves.
  package static let resource = "lightshuttle.resource"
}

extension ContainerDetails {
  /// The project it belongs to; nil when it is not managed.
  package var project: String? { labels[RuntimeLabels.project] }

  /// The resource of the project that it serves.
  package var resource: String? { labels[RuntimeLabels.resource] }
}

extension EngineEvent {
  /// The project of the container it happened to; events carry the labels.
  package var project: String? { attributes[RuntimeLabels.project] }

  /// The resource of the project that the container serves.
  package var resource: String? { attributes[RuntimeLabels.resource] }
}

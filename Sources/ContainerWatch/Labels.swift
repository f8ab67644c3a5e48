internal import ContainerRuntime
package import DockerEngine

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

internal import ContainerRuntime
internal import Yams

/// What was read of a resource, with the places where problems are reported that only show beside other resources.
struct ResourceDraft {
  /// A value and where it stands.
  struct Placed<Value> {
    var value: Value
    var path: String
    var mark: Mark?
  }

  /// The name of the resource.
  var name: Placed<String>
  /// Nil if it is missing or wrong.
  var source: ContainerSpec.Source?
  var containerName: Placed<String>?
  var ports: [Placed<PortMapping>] = []
  var environment: [String: String] = [:]
  var volumes: [VolumeMount] = []
  var command: [String]?
  var entrypoint: [String]?
  var workingDirectory: String?
  var healthCheck: HealthCheckSpec?
  var dependencies: [Placed<Resource.Dependency>] = []
  var restart = RestartPolicy.never
  var stopGrace: Duration?
  var labels: [String: String] = [:]

  /// Nothing but the name.
  init(name: Placed<String>) {
    self.name = name
  }

  /// The name of the container that it will have.
  func containerName(in project: String) -> String {
    containerName?.value ?? "\(project)_\(name.value)"
  }

  /// The resource; nil without a source.
  func resource(of project: String) -> Resource? {
    guard let source else { return nil }
    var spec = ContainerSpec(project: project, resource: name.value, source: source)
    spec.name = containerName?.value
    spec.ports = ports.map(\.value)
    spec.environment = environment
    spec.volumes = volumes
    spec.command = command
    spec.entrypoint = entrypoint
    spec.workingDirectory = workingDirectory
    spec.healthCheck = healthCheck
    spec.restart = restart
    spec.labels = labels
    return Resource(
      container: spec, dependencies: dependencies.map(\.value),
      stopGrace: stopGrace ?? Resource.defaultStopGrace)
  }
}

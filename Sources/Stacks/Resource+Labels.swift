internal import ContainerRuntime

extension Resource {
  /// The specification with ``StackLabels``, by which the container is known again.
  var labelled: ContainerSpec {
    var spec = container
    spec.labels[StackLabels.configuration] = SpecFingerprint.of(container)
    spec.labels[StackLabels.stopGrace] = "\(stopGrace.components.seconds)"
    if !dependencies.isEmpty {
      spec.labels[StackLabels.dependencies] = dependencies.map(\.name).joined(separator: ",")
    }
    return spec
  }
}

extension ManagedContainer {
  /// How long a stop may take, as the container's label says.
  var stopGrace: Duration {
    labels[StackLabels.stopGrace].flatMap { Int($0) }.map { .seconds(min(max($0, 0), 3600)) }
      ?? Resource.defaultStopGrace
  }

  /// What the resource waits for, as the container's label says.
  var dependencies: [String] {
    labels[StackLabels.dependencies]?.split(separator: ",").map(String.init) ?? []
  }
}

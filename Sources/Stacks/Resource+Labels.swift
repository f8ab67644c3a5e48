internal import ContainerRuntime

extension Resource {
  /// What is started once the image is there: the specification with ``StackLabels``, by which the container is known
  /// again.
  var startable: ContainerSpec {
    var spec = container
    switch container.source {
    case .image(let image, _): spec.source = .image(image, .never)
    case .build(let build): spec.source = .image(build.tag, .never)
    }
    spec.labels[StackLabels.configuration] = SpecFingerprint.of(container)
    spec.labels[StackLabels.stopGrace] = "\(stopGrace.components.seconds)"
    if !dependencies.isEmpty {
      spec.labels[StackLabels.dependencies] = dependencies.map(\.name).joined(separator: ",")
    }
    return spec
  }

  /// Whether a container is what this resource is to be.
  func describes(_ other: ManagedContainer) -> Bool {
    other.resource == name && other.name == containerName
      && other.labels[StackLabels.configuration] == SpecFingerprint.of(container)
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

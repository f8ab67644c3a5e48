internal import ContainerRuntime

/// A container to be made, as the Engine API spells it.
///
/// Source: <https://docs.docker.com/reference/api/engine/version/v1.41/#tag/Container/operation/ContainerCreate>.
struct NewContainer: Encodable {
  struct Empty: Encodable {}

  struct Binding: Encodable {
    var HostIp: String
    var HostPort: String
  }

  struct Mount: Encodable {
    var `Type`: String
    var Source: String?
    var Target: String
    var ReadOnly: Bool
  }

  /// Times in nanoseconds; one that is left out is the image's, or the engine's.
  struct HealthCheck: Encodable {
    var Test: [String]
    var Interval: Int64?
    var Timeout: Int64?
    var StartPeriod: Int64?
    var Retries: Int?
  }

  struct Restart: Encodable {
    var Name: String
    /// 0: as often as it takes.
    var MaximumRetryCount = 0
  }

  struct HostSettings: Encodable {
    var NetworkMode: String
    var PortBindings: [String: [Binding]]
    var Mounts: [Mount]
    var RestartPolicy: Restart
  }

  struct Endpoint: Encodable { var Aliases: [String] }

  struct Networking: Encodable { var EndpointsConfig: [String: Endpoint] }

  var Image: String
  var Entrypoint: [String]?
  var Cmd: [String]?
  var Env: [String]
  var WorkingDir: String?
  var ExposedPorts: [String: Empty]
  var Labels: [String: String]
  var Healthcheck: HealthCheck?
  var HostConfig: HostSettings
  var NetworkingConfig: Networking

  /// Spells a specification that was checked.
  init(_ spec: ContainerSpec) throws(RuntimeError) {
    Image =
      switch spec.source {
      case .image(let image, _): image.text
      case .build(let build): build.tag.text
      }
    Entrypoint = spec.entrypoint
    Cmd = spec.command
    Env = spec.environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    WorkingDir = spec.workingDirectory
    Healthcheck = try spec.healthCheck.map { check throws(RuntimeError) in try HealthCheck(check) }
    Labels = spec.labels
    Labels[RuntimeLabels.project] = spec.project
    Labels[RuntimeLabels.resource] = spec.resource
    var bindings: [String: [Binding]] = [:]
    for port in spec.ports {
      let binding = Binding(HostIp: port.boundAddress, HostPort: String(port.hostPort))
      bindings["\(port.containerPort)/\(port.transport.rawValue)", default: []].append(binding)
    }
    ExposedPorts = bindings.mapValues { _ in Empty() }
    let network = ProjectNames.network(spec.project)
    HostConfig = HostSettings(
      NetworkMode: network, PortBindings: bindings,
      Mounts: spec.volumes.map { Mount($0, of: spec.project) }, RestartPolicy: Restart(spec.restart))
    NetworkingConfig = Networking(EndpointsConfig: [network: Endpoint(Aliases: [spec.resource])])
  }
}

extension NewContainer.Mount {
  fileprivate init(_ mount: VolumeMount, of project: String) {
    Target = mount.target
    ReadOnly = mount.isReadOnly
    switch mount.source {
    case .hostPath(let path): (`Type`, Source) = ("bind", path)
    case .named(let name): (`Type`, Source) = ("volume", ProjectNames.volume(name, of: project))
    case .anonymous: (`Type`, Source) = ("volume", nil)
    }
  }
}

extension NewContainer.Restart {
  fileprivate init(_ policy: RestartPolicy) {
    switch policy {
    case .never: Name = "no"
    case .always: Name = "always"
    case .onFailure(let limit): (Name, MaximumRetryCount) = ("on-failure", limit ?? 0)
    case .unlessStopped: Name = "unless-stopped"
    }
  }
}

extension NewContainer.HealthCheck {
  fileprivate init(_ check: HealthCheckSpec) throws(RuntimeError) {
    Test =
      switch check.test {
      case .command(let command): ["CMD"] + command
      case .shell(let line): ["CMD-SHELL", line]
      case .none: ["NONE"]
      }
    Interval = try check.interval?.engineNanoseconds("the interval of a health check")
    Timeout = try check.timeout?.engineNanoseconds("the time-out of a health check")
    // None is what the engine takes 0 for.
    if let period = check.startPeriod, period != .zero {
      StartPeriod = try period.engineNanoseconds("the start period of a health check")
    }
    Retries = check.retries
  }
}

extension PortMapping {
  /// Where it is bound: an address that is empty would be all of them.
  var boundAddress: String { address.isEmpty ? Self.defaultAddress : address }
}

extension Duration {
  /// What the engine takes as a time.
  ///
  /// - Parameter what: what time it is, for the error.
  func engineNanoseconds(_ what: String) throws(RuntimeError) -> Int64 {
    let (seconds, attoseconds) = components
    let (whole, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard self >= .milliseconds(1), !isTooLong, whole < .max - 1_000_000_000 else {
      throw .invalidSpec(
        "\(what) is \(self): the engine takes 1 ms or more; leave it out for the engine's own")
    }
    return whole + attoseconds / 1_000_000_000
  }
}

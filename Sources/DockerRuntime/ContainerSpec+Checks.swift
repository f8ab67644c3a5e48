internal import ContainerRuntime
internal import Glibc

extension ContainerSpec {
  /// Looks whether an engine can be asked for this.
  ///
  /// - Throws: ``RuntimeError/invalidSpec(_:)``, which says what would be right.
  func checkForDocker() throws(RuntimeError) {
    try checkProject(project)
    guard resource.isDockerName(longest: 63) else {
      throw .invalidSpec("'\(resource)' is no name of a resource: \(String.dockerNameRule), at most 63")
    }
    guard containerName.isDockerName(longest: 255), containerName.utf8.count > 1 else {
      throw .invalidSpec(
        "'\(containerName)' is no name of a container: \(String.dockerNameRule), at least two")
    }
    try check(list: entrypoint, "entry point")
    try check(list: command, "command")
    try checkEnvironment()
    if let workingDirectory, !workingDirectory.hasPrefix("/") || workingDirectory.utf8.contains(0) {
      throw .invalidSpec(
        "the working directory of '\(resource)' must be an absolute path, not '\(workingDirectory)'")
    }
    guard labels.keys.allSatisfy({ !$0.isEmpty }) else {
      throw .invalidSpec("a label of '\(resource)' has no name")
    }
    if case .onFailure(let limit?) = restart, !(1...Int(Int32.max)).contains(limit) {
      throw .invalidSpec(
        "'\(resource)' is to be started again \(limit) times: 1 or more, or leave the limit out")
    }
    try checkPorts()
    try checkVolumes()
    try healthCheck?.checkForDocker(of: resource)
  }

  private func check(list: [String]?, _ what: String) throws(RuntimeError) {
    guard let list else { return }
    guard let first = list.first, !first.isEmpty || what == "command" else {
      throw .invalidSpec(
        "the \(what) of '\(resource)' is empty: name a program, or leave it out for the image's")
    }
    guard list.allSatisfy({ !$0.utf8.contains(0) }) else {
      throw .invalidSpec("the \(what) of '\(resource)' holds a zero byte")
    }
  }

  private func checkEnvironment() throws(RuntimeError) {
    for (name, value) in environment {
      guard !name.isEmpty, !name.contains("="), !name.utf8.contains(0), !value.utf8.contains(0) else {
        throw .invalidSpec(
          "'\(name)' in the environment of '\(resource)' is no variable: a name has no '=', and neither name nor"
            + " value a zero byte")
      }
    }
  }

  private func checkPorts() throws(RuntimeError) {
    var seen: Set<PortMapping> = []
    for port in ports {
      guard port.containerPort > 0 else {
        throw .invalidSpec("the port \(port) of '\(resource)' has no number in the container: 1 to 65535")
      }
      guard port.boundAddress.isAddress else {
        throw .invalidSpec(
          "'\(port.address)' of the port \(port) of '\(resource)' is no address; write 127.0.0.1, 0.0.0.0 or ::1"
        )
      }
      // Two ports of the container can't be the same one of the host.
      let place = PortMapping(
        address: port.boundAddress, hostPort: port.hostPort, containerPort: 0, transport: port.transport)
      guard port.hostPort == 0 || seen.insert(place).inserted else {
        throw .invalidSpec("'\(resource)' binds \(port.boundAddress):\(port.hostPort) twice")
      }
    }
  }

  private func checkVolumes() throws(RuntimeError) {
    var targets: Set<String> = []
    for volume in volumes {
      guard volume.target.hasPrefix("/"), volume.target.contains(where: { $0 != "/" }),
        !volume.target.utf8.contains(0)
      else {
        throw .invalidSpec(
          "'\(volume.target)' of '\(resource)' is no place in a container: an absolute path, and not '/'")
      }
      guard targets.insert(volume.target).inserted else {
        throw .invalidSpec("'\(resource)' mounts two things at '\(volume.target)'")
      }
      switch volume.source {
      case .hostPath(let path):
        guard path.hasPrefix("/"), !path.utf8.contains(0) else {
          throw .invalidSpec("'\(path)', mounted by '\(resource)', is no absolute path of the host")
        }
      case .named(let name):
        guard ProjectNames.volume(name, of: project).isDockerName(longest: 255),
          name.isDockerName(longest: 255)
        else {
          throw .invalidSpec(
            "'\(name)', mounted by '\(resource)', is no name of a volume: \(String.dockerNameRule)")
        }
      case .anonymous: break
      }
    }
  }
}

extension HealthCheckSpec {
  fileprivate func checkForDocker(of resource: String) throws(RuntimeError) {
    let isEmpty =
      switch test {
      case .command(let command): command.first?.isEmpty ?? true
      case .shell(let line): line.isEmpty
      case .none: false
      }
    guard !isEmpty else {
      throw .invalidSpec(
        "the health check of '\(resource)' is empty: name a program, or use none if there shall be no check")
    }
    if let retries, retries < 1 {
      throw .invalidSpec(
        "the health check of '\(resource)' fails after \(retries) retries: it takes 1 or more")
    }
    _ = try interval?.engineNanoseconds("the health check's interval of '\(resource)'")
    _ = try timeout?.engineNanoseconds("the health check's time-out of '\(resource)'")
    if let startPeriod, startPeriod != .zero {
      _ = try startPeriod.engineNanoseconds("the health check's start period of '\(resource)'")
    }
  }
}

/// Looks whether containers, networks and volumes can be named after a project.
///
/// - Throws: ``RuntimeError/invalidSpec(_:)``.
func checkProject(_ project: String) throws(RuntimeError) {
  guard project.isDockerName(longest: 128) else {
    throw .invalidSpec("'\(project)' is no name of a project: \(String.dockerNameRule), at most 128")
  }
}

extension String {
  fileprivate static let dockerNameRule =
    "letters, digits, '_', '.' and '-', of which the first is a letter or a digit"

  /// Source: moby's `daemon/names`, `RestrictedNameChars`.
  fileprivate func isDockerName(longest: Int) -> Bool {
    guard let first = utf8.first, utf8.count <= longest else { return false }
    return Self.isWord(first) && utf8.allSatisfy { Self.isWord($0) || "_.-".utf8.contains($0) }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Whether it is an address of IPv4 or IPv6; see inet_pton(3).
  fileprivate var isAddress: Bool {
    var room = in6_addr()
    return inet_pton(AF_INET, self, &room) == 1 || inet_pton(AF_INET6, self, &room) == 1
  }
}

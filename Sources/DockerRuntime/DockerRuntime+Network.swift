internal import ContainerRuntime
internal import DockerEngine

extension DockerRuntime {
  /// What is made of a network.
  private struct NewNetwork: Encodable {
    var Name: String
    var Driver = "bridge"
    /// Without it engines before 25 make a second one of the same name.
    var CheckDuplicate = true
    var Labels: [String: String]
  }

  /// Makes the project's bridge network, ``ProjectNames/network(_:)``, unless it is there.
  public func ensureNetwork(project: String) async throws {
    try checkProject(project)
    let name = ProjectNames.network(project)
    try await attempt({ .networkCreate(name: name, $0) }) {
      if let owner = try await networkOwner(name) { return try owner.check(project, "network \(name)") }
      let network = NewNetwork(Name: name, Labels: [RuntimeLabels.project: project])
      let answer = try await engine.call(
        LifecycleRequest(
          .post, ["networks", "create"], body: try EngineJSON.body(network), accepting: [409]))
      // Somebody else made it meanwhile; for another project, maybe.
      if answer.status == 409 { try await networkOwner(name)?.check(project, "network \(name)") }
    }
  }

  /// Removes the project's network; fails while containers are attached to it.
  public func removeNetwork(project: String) async throws {
    try checkProject(project)
    let name = ProjectNames.network(project)
    try await attempt({ .networkRemove(name: name, $0) }) {
      guard let owner = try await networkOwner(name) else { return }
      try owner.check(project, "network \(name)")
      try await engine.call(LifecycleRequest(.delete, ["networks", name], accepting: [404]))
    }
  }

  /// Whose the network is; nil if there is none.
  private func networkOwner(_ name: String) async throws -> Owner? {
    let answer = try await engine.call(LifecycleRequest(.get, ["networks", name], accepting: [404]))
    return answer.status == 404 ? nil : try EngineJSON.decode(Owner.self, answer)
  }
}

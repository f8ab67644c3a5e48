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

  private struct Made: Decodable { var Id: String }

  /// Makes the project's bridge network, `ProjectNames.network`, unless it is there.
  @discardableResult
  public func ensureNetwork(project: String) async throws -> Bool {
    try checkProject(project)
    try Task.checkCancellation()
    // Containers of a project are started at the same time, and engines before 25 make several networks of one name when
    // asked at the same time: so only one asks. It does not matter to whom it belongs when one of them is cancelled.
    let isNew = try await networksUnderWay.share(project) { try await self.ensureNetworkAlone(project) }
    try Task.checkCancellation()
    return isNew
  }

  private func ensureNetworkAlone(_ project: String) async throws -> Bool {
    let name = ProjectNames.network(project)
    return try await attempt({ .networkCreate(name: name, $0) }) {
      let there = try await networks(name)
      for network in there { try network.check(project, "network \(name)") }
      guard there.isEmpty else { return false }
      let new = NewNetwork(Name: name, Labels: [RuntimeLabels.project: project])
      let answer = try await engine.call(
        LifecycleRequest(.post, ["networks", "create"], body: try EngineJSON.body(new), accepting: [409]))
      if answer.status == 409 {
        // Somebody else made it meanwhile; for another project, maybe.
        for network in try await networks(name) { try network.check(project, "network \(name)") }
        return false
      }
      return try await !withdraw(try EngineJSON.decode(Made.self, answer).Id, named: name)
    }
  }

  /// Removes the network that was just made if another process made one of that name a moment before. Of two that do
  /// this the later one gives way.
  ///
  /// - Returns: whether it was removed.
  private func withdraw(_ id: String, named name: String) async throws -> Bool {
    let there = try await networksByList(name)
    guard there.count > 1, there.first?.Id != id else { return false }
    try await engine.call(LifecycleRequest(.delete, ["networks", id], accepting: [404]))
    return true
  }

  /// Removes the project's network; fails while containers are attached to it.
  public func removeNetwork(project: String) async throws {
    try checkProject(project)
    let name = ProjectNames.network(project)
    try await attempt({ .networkRemove(name: name, $0) }) {
      let there = try await networks(name)
      for network in there { try network.check(project, "network \(name)") }
      for network in there {
        try await engine.call(
          LifecycleRequest(.delete, ["networks", network.Id ?? name], accepting: [404]))
      }
    }
  }

  /// The networks of that name: one, or none, or several of an engine that was asked for them at the same time.
  private func networks(_ name: String) async throws -> [Owned] {
    let answer = try await engine.call(LifecycleRequest(.get, ["networks", name], accepting: [400, 404]))
    switch answer.status {
    case 404: return []
    case 400: return try await networksByList(name)
    default: return [try EngineJSON.decode(Owned.self, answer)]
    }
  }

  /// The networks of that name, the oldest first.
  private func networksByList(_ name: String) async throws -> [Owned] {
    let filters = try EngineJSON.filters(name: name)
    let answer = try await engine.call(LifecycleRequest(.get, ["networks"], query: [("filters", filters)]))
    // The filter takes parts of names.
    return try EngineJSON.decode([Owned].self, answer).filter { $0.Name == name }
      .sorted { ($0.created, $0.Id ?? "") < ($1.created, $1.Id ?? "") }
  }
}

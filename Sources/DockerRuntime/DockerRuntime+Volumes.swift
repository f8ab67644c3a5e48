internal import ContainerRuntime
internal import DockerEngine

extension DockerRuntime {
  private struct NewVolume: Encodable {
    var Name: String
    var Labels: [String: String]
  }

  private struct VolumeList: Decodable {
    struct Volume: Decodable { var Name: String }
    var Volumes: [Volume]?
  }

  /// Makes sure that a named volume of the project is there. One that somebody made by hand, without a label, is used
  /// and never removed.
  func ensureVolume(_ volume: String, of project: String) async throws {
    let name = ProjectNames.volume(volume, of: project)
    try await attempt({ .volumeCreate(name: name, $0) }) {
      let new = NewVolume(Name: name, Labels: [RuntimeLabels.project: project])
      // The answer is the volume that is there, whoever made it.
      let answer = try await engine.call(
        LifecycleRequest(.post, ["volumes", "create"], body: try EngineJSON.body(new)))
      let owned = try EngineJSON.decode(Owned.self, answer)
      if owned.project != nil { try owned.check(project, "volume \(name)") }
    }
  }

  /// Removes the volumes that have the project's label; fails at the first that is in use.
  public func removeVolumes(project: String) async throws -> [String] {
    try checkProject(project)
    let names = try await attempt({ .volumeRemove(name: "of the project \(project)", $0) }) {
      let filters = try EngineJSON.filters(label: RuntimeLabels.project, project)
      let answer = try await engine.call(LifecycleRequest(.get, ["volumes"], query: [("filters", filters)]))
      return try EngineJSON.decode(VolumeList.self, answer).Volumes?.map(\.Name).sorted() ?? []
    }
    var removed: [String] = []
    for name in names {
      let answer = try await attempt({ .volumeRemove(name: name, $0) }) {
        try await engine.call(LifecycleRequest(.delete, ["volumes", name], accepting: [404]))
      }
      if answer.status != 404 { removed.append(name) }
    }
    return removed
  }
}

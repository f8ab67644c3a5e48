internal import FoundationEssentials

extension ContainerDetails {
  /// Decodes the answer to an inspect; a missing or null field gets its empty value.
  ///
  /// - Throws: `DecodingError` when the text is no JSON object with an `Id`.
  package static func decode(_ json: [UInt8]) throws -> ContainerDetails {
    ContainerDetails(try JSONDecoder().decode(Wire.self, from: Data(json)))
  }

  private struct Wire: Decodable {
    var Id: String
    var Name: String?
    var Image: String?
    var RestartCount: Int?
    var State: WireState?
    var Config: WireConfig?
    var HostConfig: WireHostConfig?
    var NetworkSettings: NetworkSettingsJSON?
  }

  private struct WireState: Decodable {
    var Status: String?
    var OOMKilled: Bool?
    var Pid: Int?
    var ExitCode: Int?
    var Error: String?
    var StartedAt: String?
    var FinishedAt: String?
    var Health: WireHealth?
    /// Podman's older name for `Health`.
    var Healthcheck: WireHealth?
  }

  fileprivate struct WireHealth: Decodable {
    var Status: String?
    var FailingStreak: Int?
    var Log: [WireProbe]?
  }

  fileprivate struct WireProbe: Decodable {
    var Start: String?
    var End: String?
    var ExitCode: Int?
    var Output: String?
  }

  private struct WireConfig: Decodable {
    var Image: String?
    var Labels: [String: String]?
    var Tty: Bool?
  }

  private struct WireHostConfig: Decodable {
    var LogConfig: WireLogConfig?
    var AutoRemove: Bool?
    var RestartPolicy: WireRestartPolicy?
  }

  private struct WireLogConfig: Decodable {
    var `Type`: String?
    var Config: [String: String]?
  }

  private struct WireRestartPolicy: Decodable {
    var Name: String?
  }

  private init(_ wire: Wire) {
    let state = wire.State
    self.init(
      id: wire.Id, name: ContainerName.fromEngine(wire.Name, id: wire.Id),
      image: wire.Config?.Image ?? wire.Image ?? "", imageID: wire.Image ?? "",
      labels: wire.Config?.Labels ?? [:],
      state: ContainerState(word: state?.Status ?? ""),
      health: ContainerHealth(state?.Health ?? state?.Healthcheck), exitCode: state?.ExitCode ?? 0,
      oomKilled: state?.OOMKilled ?? false, error: state?.Error ?? "", pid: state?.Pid ?? 0,
      startedAt: state?.StartedAt.flatMap { EngineTime.parse($0) },
      finishedAt: state?.FinishedAt.flatMap { EngineTime.parse($0) }, restartCount: wire.RestartCount ?? 0,
      tty: wire.Config?.Tty ?? false,
      logDriver: LogDriver(
        type: wire.HostConfig?.LogConfig?.Type ?? "", options: wire.HostConfig?.LogConfig?.Config ?? [:]),
      autoRemove: wire.HostConfig?.AutoRemove ?? false,
      restartPolicy: wire.HostConfig?.RestartPolicy?.Name ?? "",
      addresses: wire.NetworkSettings?.addresses ?? [],
      publishedPorts: wire.NetworkSettings?.publishedPorts ?? [])
  }
}

extension ContainerHealth {
  fileprivate init(_ wire: ContainerDetails.WireHealth?) {
    self.init(
      status: HealthStatus(word: wire?.Status ?? ""), failingStreak: wire?.FailingStreak ?? 0,
      lastProbe: wire?.Log?.last.map { Probe($0) })
  }
}

extension ContainerHealth.Probe {
  fileprivate init(_ wire: ContainerDetails.WireProbe) {
    self.init(
      start: wire.Start.flatMap { EngineTime.parse($0) }, end: wire.End.flatMap { EngineTime.parse($0) },
      exitCode: wire.ExitCode ?? 0, output: wire.Output ?? "")
  }
}

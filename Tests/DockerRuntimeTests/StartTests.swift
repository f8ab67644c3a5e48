import ContainerRuntime
import DockerEngine
import DockerRuntime
import EngineTestSupport
import FoundationEssentials
import TestSupport
import Testing

@Suite(
  "Starting containers on a real dockerd", .enabled(if: TestEngine.current != nil), .timeLimit(.minutes(3)))
struct StartTests {
  private struct Labelled: Decodable { var Labels: [String: String]? }

  @Test func containerIsWhatItsSpecificationSays() async throws {
    try await Scene.run { scene in
      var spec = try scene.spec("api")
      spec.entrypoint = ["sh", "-c"]
      spec.command = ["exec sleep 600"]
      spec.environment = ["B": "2=2", "A": ""]
      spec.workingDirectory = "/tmp"
      spec.labels = ["team": "x", RuntimeLabels.project: "another", RuntimeLabels.resource: "another"]
      let id = try await scene.start(spec)
      let made: Inspected = try await scene.inspect("containers", id.text, "json")
      #expect(made.Name == "/\(scene.project)_api")
      #expect(made.Config.Entrypoint == ["sh", "-c"])
      #expect(made.Config.Cmd == ["exec sleep 600"])
      #expect(made.Config.Env.contains("A=") && made.Config.Env.contains("B=2=2"))
      #expect(made.Config.WorkingDir == "/tmp")
      #expect(made.Config.Labels["team"] == "x")
      #expect(made.Config.Labels[RuntimeLabels.project] == scene.project)
      #expect(made.Config.Labels[RuntimeLabels.resource] == "api")
      let network = try #require(made.NetworkSettings.Networks[ProjectNames.network(scene.project)])
      #expect(network.Aliases?.contains("api") == true)
      #expect(try await scene.runtime.inspect(id) == .running)
    }
  }

  @Test func portWithoutAddressIsBoundToLoopbackAndAnExplicitAddressIsKept() async throws {
    try await Scene.run { scene in
      var spec = try scene.spec("api")
      spec.ports = [
        try PortMapping(parsing: "0:80"), try PortMapping(parsing: "0.0.0.0:0:81"),
        try PortMapping(parsing: "127.0.0.2:0:82/udp"),
        PortMapping(address: "", hostPort: 0, containerPort: 83),
      ]
      let id = try await scene.start(spec)
      let ports = try await scene.inspect("containers", id.text, "json", as: Inspected.self).NetworkSettings
        .Ports
      #expect(ports["80/tcp"]??.map(\.HostIp) == ["127.0.0.1"])
      #expect(ports["81/tcp"]??.map(\.HostIp) == ["0.0.0.0"])
      #expect(ports["82/udp"]??.map(\.HostIp) == ["127.0.0.2"])
      #expect(ports["83/tcp"]??.map(\.HostIp) == ["127.0.0.1"])
      let listed = try #require(try await scene.runtime.list(project: scene.project).first).ports
      #expect(listed.map(\.containerPort) == [80, 81, 82, 83])
      #expect(listed.map(\.address) == ["127.0.0.1", "0.0.0.0", "127.0.0.2", "127.0.0.1"])
      #expect(listed.map(\.transport) == [.tcp, .tcp, .udp, .tcp])
      #expect(listed.allSatisfy { $0.hostPort > 0 })
    }
  }

  @Test func resourcesFindEachOtherByName() async throws {
    try await Scene.run { scene in
      _ = try await scene.start(scene.spec("db"))
      #expect(
        try await scene.output(scene.spec("client", "ping -c 1 -w 10 db >/dev/null && echo found"))
          == "found\n")
    }
  }

  @Test func hostPathNamedAndAnonymousVolumesAreMounted() async throws {
    try await Scene.run { scene in
      let folder = try TestFolder()
      var writer = try scene.spec(
        "writer", "echo kept >/data/file; echo seen >/host/file; touch /scratch/file")
      writer.volumes = [
        VolumeMount(source: .named("data"), target: "/data"),
        VolumeMount(source: .hostPath(folder.path), target: "/host"),
        VolumeMount(source: .anonymous, target: "/scratch"),
      ]
      let id = try await scene.runToEnd(writer)
      #expect(try await scene.runtime.inspect(id) == .stopped(exitCode: 0))
      #expect(folder.exists("file"))
      let mounts = try await scene.inspect("containers", id.text, "json", as: Inspected.self).Mounts
      #expect(mounts.first { $0.Destination == "/data" }?.Name == "\(scene.project)_data")
      #expect(mounts.first { $0.Destination == "/scratch" }?.Type == "volume")
      let volume: Labelled = try await scene.inspect("volumes", "\(scene.project)_data")
      #expect(volume.Labels?[RuntimeLabels.project] == scene.project)

      var reader = try scene.spec(
        "reader", "cat /data/file /host/file; touch /data/x || touch /host/x || echo both")
      reader.volumes = [
        VolumeMount(source: .named("data"), target: "/data", isReadOnly: true),
        VolumeMount(source: .hostPath(folder.path), target: "/host", isReadOnly: true),
      ]
      let output = try await scene.output(reader)
      // In no order: the complaints between them come by the other stream.
      #expect(output.contains("kept\n") && output.contains("seen\n") && output.contains("both\n"))
    }
  }

  @Test func healthCheckGoesToTheEngineInNanoseconds() async throws {
    try await Scene.run { scene in
      var spec = try scene.spec("api")
      var check = HealthCheckSpec(test: .command(["true"]))
      check.interval = .milliseconds(1500)
      check.timeout = .seconds(2)
      check.startPeriod = .zero
      check.retries = 4
      spec.healthCheck = check
      let id = try await scene.start(spec)
      let made = try await scene.inspect("containers", id.text, "json", as: Inspected.self).Config.Healthcheck
      #expect(made?.Test == ["CMD", "true"])
      #expect(made?.Interval == 1_500_000_000 && made?.Timeout == 2_000_000_000 && made?.Retries == 4)
      try await scene.runtime.waitUntilHealthy(id, deadline: .seconds(120))
      #expect(try await scene.runtime.inspect(id) == .healthy)

      var failing = try scene.spec("failing")
      failing.healthCheck = HealthCheckSpec(test: .shell("exit 1"))
      failing.healthCheck?.interval = .milliseconds(200)
      failing.healthCheck?.retries = 1
      let sick = try await scene.start(failing)
      let isUnhealthy = { try await scene.runtime.inspect(sick) == .unhealthy }
      while try await !isUnhealthy() { await Task.yield() }

      var patient = try scene.spec("patient")
      patient.healthCheck = HealthCheckSpec(test: .command(["true"]))
      patient.healthCheck?.interval = .seconds(3600)
      let unasked = try await scene.start(patient)
      #expect(try await scene.runtime.inspect(unasked) == .starting)

      var without = try scene.spec("without")
      without.healthCheck = HealthCheckSpec(test: .none)
      let unchecked = try await scene.start(without)
      #expect(try await scene.runtime.inspect(unchecked) == .running)
    }
  }

  @Test func containerThatEndsIsStartedAgainByItsPolicy() async throws {
    try await Scene.run { scene in
      for (policy, name, limit) in [
        (RestartPolicy.never, "no", 0), (.always, "always", 0), (.onFailure(limit: 2), "on-failure", 2),
        (.unlessStopped, "unless-stopped", 0),
      ] {
        var spec = try scene.spec(name)
        spec.restart = policy
        let id = try await scene.start(spec)
        let host = try await scene.inspect("containers", id.text, "json", as: Inspected.self).HostConfig
        #expect(host.RestartPolicy.Name == name && host.RestartPolicy.MaximumRetryCount == limit)
      }
      var stubborn = try scene.spec("stubborn", "echo again; exit 3")
      stubborn.restart = .onFailure(limit: 2)
      let id = try await scene.start(stubborn)
      // Each start ends; the log of the third one ends with the follow of the third.
      while try await scene.runtime.inspect(id) != .stopped(exitCode: 3) {
        try await scene.engine.call(
          LifecycleRequest(.post, ["containers", id.text, "wait"]), patience: .seconds(60))
      }
      #expect(try await scene.log(id).text == "again\nagain\nagain\n")
    }
  }

  @Test func containerThatCannotBeStartedIsRemovedAgain() async throws {
    try await Scene.run { scene in
      var first = try scene.spec("first")
      first.ports = [PortMapping(hostPort: 0, containerPort: 80)]
      _ = try await scene.start(first)
      let taken = try #require(try await scene.runtime.list(project: scene.project).first?.ports.first)
      var second = try scene.spec("second")
      second.ports = [PortMapping(hostPort: taken.hostPort, containerPort: 80)]
      let name = "\(scene.project)_second"
      let error = await #expect(throws: RuntimeError.self) { _ = try await scene.start(second) }
      guard case .start(name, let cause)? = error else {
        Issue.record("\(String(describing: error))"); return
      }
      #expect(cause.status == 500 && cause.description.contains("\(taken.hostPort)"))
      #expect(try await scene.runtime.list(project: scene.project).map(\.resource) == ["first"])

      var third = try scene.spec("third")
      third.command = ["/no/such/program"]
      await #expect(throws: RuntimeError.self) { _ = try await scene.start(third) }
      #expect(try await scene.runtime.list(project: scene.project).map(\.resource) == ["first"])
    }
  }

  @Test func pathOfTheHostThatIsNotThereIsAnErrorThatNamesIt() async throws {
    try await Scene.run { scene in
      var spec = try scene.spec("api")
      spec.volumes = [VolumeMount(source: .hostPath("/no/such/folder"), target: "/x")]
      let error = await #expect(throws: RuntimeError.self) { _ = try await scene.start(spec) }
      #expect(error?.description.contains("/no/such/folder") == true)
      #expect(try await scene.runtime.list(project: scene.project).isEmpty)
    }
  }

  @Test func nameThatIsTakenIsAnErrorWithWhatToDo() async throws {
    try await Scene.run { scene in
      let spec = try scene.spec("api")
      _ = try await scene.start(spec)
      let error = await #expect(throws: RuntimeError.self) { _ = try await scene.start(spec) }
      #expect(error?.description.contains("another name") == true)
      #expect(try await scene.runtime.list(project: scene.project).count == 1)
    }
  }

  @Test func imageIsBuiltAndStarted() async throws {
    try await Scene.run { scene in
      let folder = try TestFolder()
      let image = try #require(TestEngine.current).image
      let text = "FROM \(image)\nCMD [\"echo\", \"built\"]\n"
      try Data(text.utf8).write(to: URL(filePath: folder.file("Dockerfile")))
      let tag = try ImageReference(parsing: "lslog-runtime-test:t\(UInt32.random(in: 0 ... .max))")
      let spec = ContainerSpec(
        project: scene.project, resource: "built", source: .build(BuildSpec(context: folder.path, tag: tag)))
      #expect(try await scene.output(spec) == "built\n")
      for container in try await scene.runtime.list(project: scene.project) {
        try await scene.runtime.remove(container.id, volumes: true)
      }
      try await scene.engine.call(LifecycleRequest(.delete, ["images", tag.text]))
    }
  }

  @Test func cancelledStartLeavesNothing() async throws {
    try await Scene.run { scene in
      let spec = try scene.spec("api")
      let start = Task { try await scene.start(spec) }
      start.cancel()
      await #expect(throws: CancellationError.self) { _ = try await start.value }
      #expect(try await scene.runtime.list(project: scene.project).isEmpty)
    }
  }
}

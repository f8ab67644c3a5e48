internal import ContainerRuntime
internal import Synchronization

extension StackRunner {
  /// How `up` is done.
  package struct UpOptions: Sendable {
    /// Whether containers of resources that are not in the manifest are removed.
    package var removesOrphans = false
    /// Whether images are built, and their containers made anew, though nothing changed in the manifest.
    package var builds = false

    /// Orphans stay, and images that were built are used.
    package init() {}
  }

  /// Makes the resources run, each after those that it waits for.
  ///
  /// Containers that were made from the same specification stay; others are made anew. On a failure, and when the task is
  /// cancelled, the containers that this call made are removed, those that it woke are stopped, and the network goes if
  /// this call made it and nobody uses it. What a container was made anew for is gone then, and the error says so.
  /// Volumes stay, but for the anonymous ones of containers that are taken back.
  ///
  /// - Parameters:
  ///   - manifest: all of the project's resources.
  ///   - names: those that are meant, with what they wait for; empty: all.
  ///   - options: how it is done.
  /// - Throws: ``StackError``, `RuntimeError` where nothing was begun, and `CancellationError`.
  package func up(_ manifest: Manifest, only names: [String] = [], options: UpOptions = UpOptions())
    async throws
  {
    let plan = try StackPlan(manifest, only: names)
    let project = manifest.project
    let before = try await runtime.list(project: project)
    try await orphans(before, manifest, removes: options.removesOrphans)
    // Whoever waits is not begun before; so what is told of it comes first.
    for resource in plan.resources where !resource.dependencies.isEmpty { tell(resource.waiting) }
    let done = Mutex(Done())
    var failures: [StackError.Failure] = []
    // As long as nobody says whose it is.
    var isNetworkNew = before.isEmpty
    do {
      isNetworkNew = try await runtime.ensureNetwork(project: project)
      let tasks = Dictionary(
        uniqueKeysWithValues: plan.resources.map { resource in
          // Containers don't come back into a network that was made anew.
          let isReusable = !isNetworkNew && !(resource.isBuilt && options.builds)
          return (resource.name, task(resource, before, isReusable: isReusable))
        })
      failures = await run(Self.schedule(plan), goesOn: false, isWork: { !$0.hasPrefix("h:") }) { step in
        let name = String(step.dropFirst(2))
        guard let task = tasks[name] else { return Outcome() }
        return await self.step(step, task, done)
      }
      if failures.isEmpty, !Task.isCancelled {
        failures = await endedAfterAll(done.withLock { $0.ids }, plan)
      }
    } catch {
      if let failure = await failure(error, of: "") { failures.append(failure) }
    }
    guard !failures.isEmpty || Task.isCancelled else { return }
    let leftovers = await takeBack(
      done.withLock { $0 }, project: project, isNetworkNew: isNetworkNew, plan: plan)
    if failures.isEmpty, leftovers.isEmpty { throw CancellationError() }
    let remarks = failures.isEmpty || options.removesOrphans ? [] : remark(of: Self.orphans(before, manifest))
    throw StackError.failed(failures, leftovers: leftovers + remarks)
  }

  /// The steps: `i:` gets the image, `s:` starts, `h:` waits until it is well.
  private static func schedule(_ plan: StackPlan) -> StackSchedule {
    let names = plan.resources.map(\.name)
    var prerequisites: [String: [String]] = [:]
    for resource in plan.resources {
      prerequisites["s:\(resource.name)"] =
        ["i:\(resource.name)"]
        + resource.dependencies.map { $0.condition == .healthy ? "h:\($0.name)" : "s:\($0.name)" }
      prerequisites["h:\(resource.name)"] = ["s:\(resource.name)"]
    }
    return StackSchedule(
      order: ["i:", "s:", "h:"].flatMap { step in names.map { step + $0 } }, prerequisites: prerequisites)
  }

  private func task(_ resource: Resource, _ before: [ManagedContainer], isReusable: Bool) -> Job {
    let own = before.filter { $0.resource == resource.name }
    guard isReusable, own.count == 1, let container = own.first, resource.describes(container) else {
      return Job(resource: resource, way: .create(replacing: own))
    }
    switch container.status {
    case .stopped: return Job(resource: resource, way: .wake(container.id))
    // Made by a call that was killed before it could start it.
    case .starting where container.startedAt == nil: return Job(resource: resource, way: .wake(container.id))
    default: break
    }
    return Job(resource: resource, way: .keep(container.id))
  }

  private func step(_ step: String, _ task: Job, _ done: borrowing Mutex<Done>) async -> Outcome {
    let name = task.resource.name
    do {
      switch step.first {
      case "i": try await image(task)
      case "s": try await start(task, done)
      default: try await settle(name, id(of: name, done))
      }
      return Outcome(reached: [step], isWork: step.first != "h")
    } catch {
      let id = step.first == "h" ? id(of: name, done) : nil
      let failure = await failure(error, of: name, id: id)
      // What had begun was taken back by the runtime.
      if failure == nil, step.first == "s", case .create = task.way { tell(StackEvent(name, .removed)) }
      return Outcome(failure: failure, isCancelled: failure == nil, isWork: step.first != "h")
    }
  }

  /// The container that was started for a resource.
  private func id(of resource: String, _ done: borrowing Mutex<Done>) -> ContainerID {
    guard let id = done.withLock({ $0.ids[resource] }) else {
      preconditionFailure("\(resource) is waited for before it was started")
    }
    return id
  }

  private func image(_ task: Job) async throws {
    guard case .create = task.way, try await image(of: task.resource.container) else { return }
    tell(StackEvent(task.resource.name, .imageReady))
    if !task.resource.dependencies.isEmpty { tell(task.resource.waiting) }
  }

  /// Pulls or builds an image, and tells how far it is.
  ///
  /// - Returns: whether there was anything to do.
  func image(of spec: ContainerSpec) async throws -> Bool {
    let (name, tally, tell) = (spec.resource, TransferTally(), tell)
    switch spec.source {
    case .image(let image, let policy):
      try await runtime.ensureImage(image, policy: policy) { progress in
        tell(StackEvent(name, .pulling, detail: image.text, fraction: tally.fraction(after: progress)))
      }
      return tally.hasBegun
    case .build(let build):
      tell(StackEvent(name, .building, detail: build.context))
      try await runtime.build(build) { progress in
        guard progress.kind == .step, !progress.text.isEmpty else { return }
        tell(StackEvent(name, .building, detail: progress.text))
      }
      return true
    }
  }

  /// Waits until a container is well; one that ended with exit code 0 has done its work.
  func settle(_ name: String, _ id: ContainerID) async throws {
    tell(StackEvent(name, .checking))
    do {
      try await runtime.waitUntilHealthy(id, deadline: deadline, interval: interval)
      let isHealthy = try await runtime.inspect(id) == .healthy
      tell(StackEvent(name, isHealthy ? .healthy : .running))
    } catch RuntimeError.stopped(_, exitCode: 0) {
      tell(StackEvent(name, .ended))
    }
  }

  /// What ended badly while others were still being started: without a health check that shows only later.
  private func endedAfterAll(
    _ ids: [String: ContainerID], _ plan: StackPlan
  ) async -> [StackError.Failure] {
    var failures: [StackError.Failure] = []
    for resource in plan.resources {
      guard let id = ids[resource.name], case .stopped(let code) = try? await runtime.inspect(id), code != 0
      else { continue }
      let error = RuntimeError.stopped(id: id, exitCode: code)
      if let failure = await failure(error, of: resource.name, id: id) { failures.append(failure) }
    }
    return failures
  }

  /// The containers of resources that the manifest does not have.
  private static func orphans(_ before: [ManagedContainer], _ manifest: Manifest) -> [ManagedContainer] {
    let known = Set(manifest.resources.map(\.name))
    return before.filter { !known.contains($0.resource) }
  }

  /// They may have what something else lacked: a port, or a name.
  private func remark(of orphans: [ManagedContainer]) -> [String] {
    guard !orphans.isEmpty else { return [] }
    return [
      "the manifest does not have \(orphans.map(\.resource).joined(separator: ", ")), which may be in the way: "
        + "lslog up --remove-orphans"
    ]
  }

  private func orphans(_ before: [ManagedContainer], _ manifest: Manifest, removes: Bool) async throws {
    for container in Self.orphans(before, manifest) {
      guard removes else {
        tell(StackEvent(container.resource, .orphan, detail: container.name))
        continue
      }
      tell(StackEvent(container.resource, .removing, detail: container.name))
      try await runtime.stop(container.id, grace: container.stopGrace)
      try await runtime.remove(container.id, volumes: false)
      tell(StackEvent(container.resource, .removed, detail: container.name))
    }
  }
}

extension Resource {
  /// That it waits, and for what.
  fileprivate var waiting: StackEvent {
    StackEvent(name, .waiting, detail: "for \(dependencies.map(\.name).joined(separator: ", "))")
  }
}

internal import ContainerRuntime

extension StackRunner {
  /// Takes back what a call of `up` did, each container before those that it waits for; what it can't is returned in
  /// words.
  ///
  /// It must come to its end though the caller is cancelled, hence the task of its own.
  ///
  /// - Parameter isNetworkNew: whether the call made the network.
  func takeBack(_ done: Done, project: String, isNetworkNew: Bool, plan: StackPlan) async -> [String] {
    await Task {
      let gone = done.replaced.sorted().map { "\($0): its earlier container is gone; lslog up makes it anew" }
      do {
        let failures = try await takeBackContainers(done, project: project, plan: plan)
        // Another call may have brought something up meanwhile.
        if failures.isEmpty, isNetworkNew, try await runtime.list(project: project).isEmpty {
          try await runtime.removeNetwork(project: project)
        }
        return failures.map { "can't take back \($0.resource): \($0.reason)" } + gone
      } catch {
        return ["can't take back everything: \(error); lslog down does when the engine answers"] + gone
      }
    }.value
  }

  private func takeBackContainers(
    _ done: Done, project: String, plan: StackPlan
  ) async throws -> [StackError.Failure] {
    let resources = Dictionary(uniqueKeysWithValues: plan.resources.map { ($0.name, $0) })
    let woken = Set(done.woken.compactMap { done.ids[$0] })
    let containers = try await runtime.list(project: project).filter { container in
      let isUncertain =
        done.uncertain.contains(container.resource)
        && resources[container.resource]?.describes(container) ?? false
      return isUncertain || woken.contains(container.id) || done.made[container.resource] == container.id
    }
    return await run(Self.schedule(containers, reversed: true), goesOn: true) { id in
      guard let container = containers.first(where: { $0.id.text == id }) else { return Outcome() }
      return await self.attempt(container.resource, reaching: id, goesOn: true) {
        self.tell(StackEvent(container.resource, .takingBack))
        try await self.runtime.stop(container.id, grace: container.stopGrace)
        guard !woken.contains(container.id) else {
          return self.tell(StackEvent(container.resource, .stopped))
        }
        try await self.runtime.remove(container.id, volumes: true)
        self.tell(StackEvent(container.resource, .removed))
      }
    }
  }
}

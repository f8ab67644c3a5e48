internal import ContainerRuntime
internal import Synchronization

extension StackRunner {
  /// What is to be done for a resource.
  struct Job: Sendable {
    enum Way: Sendable { case keep(ContainerID), wake(ContainerID), create(replacing: [ManagedContainer]) }

    var resource: Resource
    var way: Way
  }

  /// What a call has done that it may have to take back.
  struct Done: Sendable {
    /// The containers that were made, by resource.
    var made: [String: ContainerID] = [:]
    /// The resources whose containers may have been made: the engine did not say.
    var uncertain: Set<String> = []
    /// The resources whose earlier containers are gone.
    var replaced: Set<String> = []
    /// The resources whose containers had been stopped.
    var woken: Set<String> = []
    /// The containers that run the resources now, or are to.
    var ids: [String: ContainerID] = [:]
  }

  /// Does for a resource what is to be done, once its image is there.
  func start(_ task: Job, _ done: borrowing Mutex<Done>) async throws {
    let (resource, name) = (task.resource, task.resource.name)
    switch task.way {
    case .keep(let id):
      done.withLock { $0.ids[name] = id }
      tell(StackEvent(name, .unchanged))
    case .wake(let id):
      tell(StackEvent(name, .starting))
      done.withLock { done in
        done.ids[name] = id
        done.woken.insert(name)
      }
      try await runtime.restart(id, grace: resource.stopGrace)
    case .create(let old):
      for container in old {
        tell(StackEvent(name, .recreating))
        try await runtime.stop(container.id, grace: container.stopGrace)
        try await runtime.remove(container.id, volumes: false)
        done.withLock { _ = $0.replaced.insert(name) }
      }
      tell(StackEvent(name, .starting))
      try await create(resource, done)
    }
  }

  /// Makes a container and starts it.
  ///
  /// Another call may be doing the same at this moment: then its container serves, and if it takes back what this one
  /// needs, that is made again. Of the names of containers, which the engine gives out once, only one call gets each.
  private func create(_ resource: Resource, _ done: borrowing Mutex<Done>) async throws {
    let name = resource.name
    var triesLeft = 20
    while true {
      do {
        let id = try await runtime.start(resource.startable, progress: nil)
        return done.withLock { done in
          done.made[name] = id
          done.ids[name] = id
        }
      } catch let error as RuntimeError {
        triesLeft -= 1
        switch error.obstacle {
        case .nameTaken where triesLeft > 0:
          // Looked for first: one that comes between the two questions is not taken for a stranger's.
          let isThere = try await exists(resource.containerName)
          if let id = try await twin(of: resource) {
            done.withLock { $0.ids[name] = id }
            return tell(StackEvent(name, .unchanged))
          }
          // It is somebody's who has nothing to do with this; else it is being made, or going away.
          if isThere { throw error }
          try await Task.sleep(for: interval)
        case .somethingMissing where triesLeft > 18: break
        case .noAnswer:
          done.withLock { _ = $0.uncertain.insert(name) }
          throw error
        default: throw error
        }
      }
    }
  }

  /// The container that another call made from the same specification.
  private func twin(of resource: Resource) async throws -> ContainerID? {
    try await runtime.list(project: resource.container.project).first { resource.describes($0) }?.id
  }

  private func exists(_ container: String) async throws -> Bool {
    do {
      _ = try await runtime.inspect(ContainerID(container))
      return true
    } catch RuntimeError.notFound {
      return false
    }
  }
}

extension RuntimeError {
  fileprivate enum Obstacle { case nameTaken, somethingMissing, noAnswer, other }

  /// Why a container could not be started, as far as another call may have to do with it.
  fileprivate var obstacle: Obstacle {
    switch self {
    case .connect: .noAnswer
    case .start(_, let cause):
      switch cause.status {
      case 409: .nameTaken
      case 404: .somethingMissing
      case nil: .noAnswer
      default: .other
      }
    default: .other
    }
  }
}

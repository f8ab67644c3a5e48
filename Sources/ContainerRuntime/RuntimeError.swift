/// What went wrong with an image, a network or a container.
public enum RuntimeError: Error, Sendable, Hashable {
  /// The engine can't be reached, or is none.
  case connect(Cause)
  /// An image could not be pulled.
  case pull(image: String, Cause)
  /// The builder could not be asked, or broke off.
  case build(tag: String, Cause)
  /// A step of the build failed; the message is the builder's, and input from outside.
  case buildFailed(tag: String, message: String)
  /// A network could not be made.
  case networkCreate(name: String, Cause)
  /// A network could not be removed.
  case networkRemove(name: String, Cause)
  /// A volume could not be made.
  case volumeCreate(name: String, Cause)
  /// A volume could not be removed.
  case volumeRemove(name: String, Cause)
  /// A container could not be made or started.
  case start(name: String, Cause)
  /// A container could not be stopped.
  case stop(id: ContainerID, Cause)
  /// A container could not be removed.
  case remove(id: ContainerID, Cause)
  /// The state of a container, or the list of them, could not be read.
  case inspect(id: ContainerID, Cause)
  /// There is no such container.
  case notFound(ContainerID)
  /// A container ended while it was waited for.
  case stopped(id: ContainerID, exitCode: Int)
  /// A log broke off.
  case logStream(id: ContainerID, Cause)
  /// Something took longer than it might; the operation in words: `waiting until api is healthy`.
  case timeOut(operation: String, after: Duration)
  /// A specification that can't be carried out; says what is wrong, and what would be right.
  case invalidSpec(String)

  /// Why an operation failed.
  public struct Cause: Error, Sendable, Hashable, CustomStringConvertible {
    /// The status of the engine's answer; nil where none came.
    public var status: Int?
    /// What happened and what to do about it, in a sentence. It may quote the engine: escape it for a terminal.
    public var description: String

    /// Describes a cause.
    public init(status: Int? = nil, _ description: String) {
      self.status = status
      self.description = description
    }
  }
}

extension RuntimeError: CustomStringConvertible {
  /// What happened, and why.
  public var description: String {
    switch self {
    case .connect(let cause): "no container engine: \(cause)"
    case .pull(let image, let cause): "can't pull the image \(image): \(cause)"
    case .build(let tag, let cause): "can't build the image \(tag): \(cause)"
    case .buildFailed(let tag, let message): "the build of \(tag) failed: \(message)"
    case .networkCreate(let name, let cause): "can't make the network \(name): \(cause)"
    case .networkRemove(let name, let cause): "can't remove the network \(name): \(cause)"
    case .volumeCreate(let name, let cause): "can't make the volume \(name): \(cause)"
    case .volumeRemove(let name, let cause): "can't remove the volume \(name): \(cause)"
    case .start(let name, let cause): "can't start the container \(name): \(cause)"
    case .stop(let id, let cause): "can't stop the container \(id.short): \(cause)"
    case .remove(let id, let cause): "can't remove the container \(id.short): \(cause)"
    case .inspect(let id, let cause): "can't read the state of \(id.short): \(cause)"
    case .notFound(let id): "there is no container \(id.short)"
    case .stopped(let id, let exitCode): "the container \(id.short) ended with exit code \(exitCode)"
    case .logStream(let id, let cause): "the log of \(id.short) broke off: \(cause)"
    case .timeOut(let operation, let after): "\(operation) took longer than \(after)"
    case .invalidSpec(let what): what
    }
  }
}

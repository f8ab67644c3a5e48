internal import ContainerRuntime
internal import DaemonConfiguration
internal import DockerRuntime

/// Where the commands for stacks get their runtime.
enum StackRuntime {
  /// Runs `body` with the runtime of an engine, and lets go of it afterwards.
  ///
  /// - Parameter host: the engine's endpoint; nil: where the docker command would look.
  /// - Throws: `RuntimeError.connect` when there is none, and what `body` throws.
  static func with<Result: Sendable>(
    host: String?, _ body: (any ContainerRuntime) async throws -> Result
  ) async throws -> Result {
    // The one place that knows which runtime it is.
    let runtime = try await DockerRuntime.connect(
      host: host, environment: ProcessEnvironment.current().variables)
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(runtime)) } catch { result = .failure(error) }
    await runtime.shutdown()
    return try result.get()
  }
}

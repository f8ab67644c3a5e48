import DockerEngine
import EngineTestSupport
import LogStore
import Logging
import Probes

/// Runs probes with a runner that is shut down afterwards.
enum RunnerScene {
  static func with<Value>(
    store: StoreLayout = StoreLayout(path: "/nonexistent"), execEngine: EngineEndpoint? = nil,
    authorities: String? = nil, _ body: (ProbeRunner) async throws -> Value
  ) async throws -> Value {
    let settings = ProbeRunnerSettings(store: store, execEngine: execEngine, authorities: authorities)
    let runner = try ProbeRunner(settings: settings, logger: .silent)
    do {
      let value = try await body(runner)
      await runner.shutdown()
      return value
    } catch {
      await runner.shutdown()
      throw error
    }
  }

  static let target = ProbeTarget(id: String(repeating: "a", count: 64), name: "web")
}

extension ProbeRunner {
  /// Runs a probe of these keys.
  func run(
    _ settings: ProbeSettings, on target: ProbeTarget = RunnerScene.target
  ) async throws -> ProbeResult {
    await run(try settings.spec(named: "test"), on: target)
  }
}

extension ProbeSettings {
  /// The keys with their values; runs have a minute unless they say otherwise.
  init(_ values: [ProbeKey: String], headers: [HTTPHeader] = []) {
    self.init()
    self[.interval] = "1d"
    self[.timeout] = "1m"
    for (key, value) in values { self[key] = value }
    self.headers = headers
  }
}

extension ProbeResult {
  /// The evidence's bytes as text.
  var output: String { String(decoding: evidence.output, as: UTF8.self) }
}

extension Result where Failure == any Error {
  /// What `body` returns or throws.
  nonisolated(nonsending) init(_ body: nonisolated(nonsending) () async throws -> Success) async {
    do {
      self = .success(try await body())
    } catch {
      self = .failure(error)
    }
  }
}

package import Logging
internal import Platform

/// Runs probes, once each time it is asked. One for a process: it keeps connections, certificates and the store's segments
/// between runs. Who schedules runs calls it from as many tasks as it likes.
package final class ProbeRunner: Sendable {
  private let settings: ProbeRunnerSettings
  private let logger: Logger

  /// Prepares; nothing is connected or opened before the first run. Call ``shutdown()`` in the end.
  ///
  /// - Throws: `EngineError` with the code `invalidEndpoint` when the engine's TLS material can't be read.
  package init(settings: ProbeRunnerSettings, logger: Logger) throws {
    self.settings = settings
    self.logger = logger
  }

  /// Runs a probe.
  ///
  /// Ends at the probe's time-out at the latest. When the task is cancelled it ends at once, with an undetermined result.
  package func run(_ spec: ProbeSpec, on target: ProbeTarget) async -> ProbeResult {
    ProbeResult(time: .now(), latency: .zero, outcome: .undetermined(reason: "not made yet"))
  }

  /// Closes all connections and ends the thread that reads the store. Runs under way end, later ones are undetermined.
  package func shutdown() async {}
}

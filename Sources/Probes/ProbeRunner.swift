internal import DockerEngine
internal import LogWire
package import Logging
internal import Platform

/// Runs probes, once each time it is asked. One for a process: it keeps connections, certificates and the store's segments
/// between runs. Who schedules runs calls it from as many tasks as it likes.
package final class ProbeRunner: Sendable {
  private let logger: Logger
  private let clients: HTTPClients
  private let certificates = CertificateBook()
  private let commands: ExecBook?
  private let store: StoreLook

  /// How long a certificate that was read counts.
  private static let certificateAge = Duration.seconds(3600)

  /// Prepares; nothing is connected or opened before the first run. Call ``shutdown()`` in the end.
  ///
  /// - Throws: `EngineError` with the code `invalidEndpoint` when the engine's TLS material can't be read.
  package init(settings: ProbeRunnerSettings, logger: Logger) throws {
    self.logger = logger
    clients = HTTPClients(authorities: settings.authorities)
    commands = try settings.execEngine.map {
      ExecBook(engine: try ActingEngine(endpoint: $0, logger: logger), logger: logger)
    }
    store = StoreLook(layout: settings.store)
  }

  /// Closes all connections. Runs under way end, later ones are undetermined.
  package func shutdown() async {
    await clients.shutdown(logger)
    await commands?.shutdown()
    store.shutdown()
  }

  /// Runs a probe.
  ///
  /// Ends at the probe's time-out at the latest. When the task is cancelled it ends at once, with an undetermined result.
  package func run(_ spec: ProbeSpec, on target: ProbeTarget) async -> ProbeResult {
    let time = Timestamp.now()
    let start = ContinuousClock.now
    let attempt: any ProbeAttempt
    do throws(ProbeObstacle) {
      attempt = try self.attempt(spec, target)
    } catch {
      return ProbeResult(
        time: time, latency: start.duration(to: .now), outcome: .undetermined(reason: error.reason))
    }
    let limited = await Self.limited(to: spec.timeout) { await attempt.finding() }
    let latency = start.duration(to: .now)
    guard !Task.isCancelled else {
      return ProbeResult(
        time: time, latency: latency, outcome: .undetermined(reason: "the probe was cancelled"))
    }
    let finding = limited ?? attempt.overdue(after: spec.timeout)
    let outcome = await judged(finding.outcome, spec, target, latency)
    return ProbeResult(time: time, latency: latency, outcome: outcome, evidence: finding.evidence)
  }

  private func attempt(_ spec: ProbeSpec, _ target: ProbeTarget) throws(ProbeObstacle) -> any ProbeAttempt {
    switch spec.check {
    case .http(let check):
      let url = try check.url.filled(for: target)
      if let problem = HTTPAddress.problem(with: url) { throw ProbeObstacle("\(url) \(problem)") }
      let ways = HTTPClients.Ways(
        verifiesCertificate: check.verifiesCertificate, followsRedirects: check.followsRedirects)
      guard let client = clients.client(ways) else { throw ProbeObstacle("the prober is stopping") }
      return HTTPAttempt(check, url: url, client: client, certificates: certificates)
    case .tcp(let address):
      let text = try address.filled(for: target)
      guard let place = HostPort(parsing: text) else { throw ProbeObstacle("\(text) is no host and port") }
      return TCPAttempt(place: place, limit: spec.timeout)
    case .exec(let words):
      guard let commands else {
        throw ProbeObstacle("commands are not allowed; set health.exec to true in lslogd.yml to allow them")
      }
      return ExecAttempt(words, key: .init(container: target.id, probe: spec.name), book: commands)
    case .log(let check):
      return StoreAttempt(question: .lines(check), target: try readable(target), look: store)
    case .silence(let limit):
      return StoreAttempt(question: .silence(limit), target: try readable(target), look: store)
    }
  }

  private func readable(_ target: ProbeTarget) throws(ProbeObstacle) -> ProbeTarget {
    guard target.logDriver != "none" else {
      throw ProbeObstacle("the container has the log driver none, which keeps no lines")
    }
    return target
  }

  /// Adds the warnings to a pass.
  private func judged(
    _ outcome: ProbeOutcome, _ spec: ProbeSpec, _ target: ProbeTarget, _ latency: Duration
  ) async -> ProbeOutcome {
    guard outcome == .passed else { return outcome }
    var warnings: [String] = []
    if let slow = spec.slow, latency > slow {
      warnings.append("slow: took \(latency.shown), expected at most \(slow.shown)")
    }
    // What is left of the time-out is for the certificate; where it is not enough, it is looked at the next time.
    if case .http(let check) = spec.check, let limit = check.expiry {
      let left = spec.timeout - latency
      let warning = await Self.limited(to: left) { await self.warning(of: check, within: limit, target) }
      if let warning = warning ?? nil { warnings.append(warning) }
    }
    return warnings.isEmpty ? outcome : .passedWithWarning(reason: warnings.joined(separator: "; "))
  }

  private func warning(of check: HTTPCheck, within limit: Duration, _ target: ProbeTarget) async -> String? {
    guard let url = try? check.url.filled(for: target), let address = HTTPAddress(parsing: url),
      address.isTLS
    else { return nil }
    return await certificates.certificate(of: address.place, notOlderThan: Self.certificateAge)?
      .warning(within: limit, now: .now())
  }

  /// What `body` gives; nil if it has not returned when the time is over, or the task is cancelled. It is cancelled then, and must
  /// return at once.
  private static func limited<Value: Sendable>(
    to limit: Duration, _ body: @escaping @Sendable () async -> Value
  ) async -> Value? {
    await withTaskGroup(of: Value?.self) { group in
      group.addTask { await body() }
      group.addTask {
        // Throws only when it is cancelled.
        try? await Task.sleep(for: limit)
        return nil
      }
      let first = await group.next() ?? nil
      group.cancelAll()
      return first
    }
  }
}

internal import Glibc
package import Logging
internal import Quantities

/// Runs the children of a plan until it is told to stop: the shell around ``SupervisorCore``.
///
/// One loop over signals, child exits, status pipes and deadlines, on the thread that calls ``run()``: the main thread, since
/// children die when the thread that started them ends. Nothing else happens in the process, and nothing untrusted is
/// parsed but the children's status lines.
package final class Supervisor {
  private var core: SupervisorCore
  private let signals: SignalPipe
  private let notifier: SystemdNotifier?
  private let environment: [String]
  private let logger: Logger
  private let reload: () throws -> SupervisorPlan
  private let observe: (SupervisorReport) -> Void
  private var processes: [String: ChildProcess] = [:]
  private var exitCode: Int32?

  /// - Parameters:
  ///   - plan: What is to run.
  ///   - signals: SIGTERM, SIGINT and SIGHUP.
  ///   - notifier: Systemd, when it asked.
  ///   - environment: The variables for the children; those that are only for us are taken out.
  ///   - logger: Gets every report.
  ///   - reload: Reads the configuration again. What it throws is reported, and the old plan stays.
  ///   - observe: Gets every report after the logger, on the loop's thread.
  package init(
    plan: SupervisorPlan, signals: SignalPipe, notifier: SystemdNotifier?, environment: [String: String],
    logger: Logger, reload: @escaping () throws -> SupervisorPlan,
    observe: @escaping (SupervisorReport) -> Void = { _ in }
  ) {
    self.core = SupervisorCore(plan: plan, now: MonotonicClock.now())
    self.signals = signals
    self.notifier = notifier
    var variables = environment
    for name in SystemdNotifier.variables { variables[name] = nil }
    variables[ChildContext.supervisorVariable] = "\(getpid())"
    self.environment = variables.map { "\($0)=\($1)" }
    self.logger = logger
    self.reload = reload
    self.observe = observe
  }

  /// Runs until all children are gone, and returns the exit code: 0 after a stop that was asked for, 1 when a child died too
  /// often, 2 when a child refused its configuration.
  package func run() -> Int32 {
    handle(.tick)
    while true {
      if let exitCode { return exitCode }
      wait()
      // What was said before what ended, and both before the clock: a supervisor that was suspended first reads the
      // heartbeats that came meanwhile. Signals before ends: when systemd stops all of us at once, nobody is restarted.
      for (name, process) in processes { hear(process, name) }
      for signal in signals.pending() { handle(signal: signal) }
      for (name, process) in processes { bury(process, name) }
      handle(.tick)
    }
  }

  private func wait() {
    var descriptors = [pollfd(fd: signals.readEnd, events: Int16(POLLIN), revents: 0)]
    for process in processes.values {
      descriptors.append(pollfd(fd: process.endDescriptor, events: Int16(POLLIN), revents: 0))
      if let status = process.statusDescriptor {
        descriptors.append(pollfd(fd: status, events: Int16(POLLIN), revents: 0))
      }
    }
    let left = max(.zero, core.nextDeadline - MonotonicClock.now())
    // Rounded up: a poll that returns just before the deadline would be called again at once.
    let milliseconds =
      left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000 + 1
    poll(&descriptors, nfds_t(descriptors.count), Int32(clamping: milliseconds))
  }

  private func hear(_ process: ChildProcess, _ name: String) {
    for message in process.messages() { handle(.said(child: name, message)) }
  }

  private func bury(_ process: ChildProcess, _ name: String) {
    guard let end = process.reap() else { return }
    // The last words came between the reading of the pipe and the end.
    hear(process, name)
    processes[name] = nil
    handle(.ended(child: name, end))
  }

  private func handle(signal: Int32) {
    switch signal {
    case SIGTERM, SIGINT: handle(.stopRequested)
    case SIGHUP where core.phase == .running:
      do {
        handle(.reloaded(try reload()))
      } catch {
        handle(.reloadRefused("\(error)"))
      }
    default: break
    }
  }

  private func handle(_ event: SupervisorEvent) {
    var events = [event]
    while let event = events.first {
      events.removeFirst()
      for action in core.handle(event, now: MonotonicClock.now()) {
        if let failure = perform(action) { events.append(failure) }
      }
    }
  }

  /// Returns what went wrong as an event.
  private func perform(_ action: SupervisorAction) -> SupervisorEvent? {
    switch action {
    case .spawn(let spec): return spawn(spec)
    case .signal(let child, let signal): processes[child]?.send(signal)
    case .notify(let message): notifier?.send(message)
    case .report(let report): tell(report)
    case .exit(let code): exitCode = code
    }
    return nil
  }

  private func spawn(_ spec: ChildSpec) -> SupervisorEvent? {
    do throws(SupervisionError) {
      let process = try ChildProcess(spec, environment: environment)
      processes[spec.name] = process
      tell(.started(child: spec.name, pid: process.pid))
      return nil
    } catch {
      return .ended(child: spec.name, .spawnFailed(error.code))
    }
  }

  private func tell(_ report: SupervisorReport) {
    report.log(to: logger)
    observe(report)
  }
}

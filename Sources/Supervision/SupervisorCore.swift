internal import Glibc

/// Decides what the supervisor does: who is started, stopped, killed, and when to give up. Pure: events and the time go in,
/// actions come out; ``Supervisor`` is the shell that has processes and a clock.
///
/// Times are since any fixed point, on a clock that never goes back.
package struct SupervisorCore {
  /// Where the whole is.
  package enum Phase: Sendable, Hashable {
    /// Children are kept running. Leads to ``stopping(code:isHurried:)``.
    case running
    /// Children are being stopped, kind after kind; when hurried, all are killed. Leads to ``finished``.
    case stopping(code: Int32, isHurried: Bool)
    /// No child is left, and ``SupervisorAction/exit(_:)`` was given. The end.
    case finished
  }

  /// Where the whole is.
  package private(set) var phase = Phase.running
  private var settings: SupervisorSettings
  private var children: [SupervisedChild]
  /// Whether systemd knows that we are ready; false again during a reload.
  private var isAnnounced = false
  private var summary = ""
  private var lastSeen: Duration
  private var watchdogDue: Duration
  private let jitter: @Sendable () -> Double
  private var actions: [SupervisorAction] = []

  /// Nothing is started yet: the first event does.
  ///
  /// - Parameter jitter: Gives 0 to 1, for the waits before restarts.
  package init(
    plan: SupervisorPlan, now: Duration, jitter: @escaping @Sendable () -> Double = { .random(in: 0...1) }
  ) {
    self.settings = plan.settings
    self.children = plan.children.map { SupervisedChild($0, due: now) }
    self.lastSeen = now
    self.watchdogDue = now
    self.jitter = jitter
  }

  /// Takes one event and returns what is to be done, in order.
  package mutating func handle(_ event: SupervisorEvent, now: Duration) -> [SupervisorAction] {
    guard phase != .finished else { return [] }
    forgiveStall(now)
    switch event {
    case .tick: break
    case .stopRequested: stopRequested()
    case .reloaded(let plan): reload(plan, now)
    case .reloadRefused(let message): refuseReload(message)
    case .said(let child, let message): hear(message, of: child, now)
    case .ended(let child, let end): bury(child, end, now)
    }
    settle(now)
    defer { actions.removeAll() }
    return actions
  }

  /// When a tick is due at the latest. Also when nothing is, now and then: what comes much later counts as a stall.
  package var nextDeadline: Duration {
    let regular = lastSeen + settings.hangTimeout / 4
    var deadlines = children.compactMap { child -> Duration? in
      switch child.state {
      case .waiting(let until): isBlocked(child) ? nil : until
      case .running(let heard, _): heard + settings.hangTimeout
      case .stopping(let killAt): killAt
      case .idle, .hung: nil
      }
    }
    if settings.watchdogInterval != nil { deadlines.append(watchdogDue) }
    return deadlines.reduce(regular, min)
  }
}

// What happened.
extension SupervisorCore {
  private mutating func stopRequested() {
    guard case .stopping(let code, _) = phase else {
      actions.append(.report(.stopping))
      return stop(code: 0)
    }
    actions.append(.report(.hurrying))
    phase = .stopping(code: code, isHurried: true)
  }

  private mutating func stop(code: Int32) {
    guard phase == .running else { return }
    phase = .stopping(code: code, isHurried: false)
    actions.append(.notify(.stopping))
  }

  private mutating func reload(_ plan: SupervisorPlan, _ now: Duration) {
    guard phase == .running else { return }
    // systemd is told the interval once, at the start of the process.
    let watchdogInterval = settings.watchdogInterval
    settings = plan.settings
    settings.watchdogInterval = watchdogInterval
    var changed: [String] = []
    for index in children.indices {
      let desired = plan.children.first { $0.name == children[index].name }
      children[index].desired = desired
      if desired.map({ !$0.isServed(by: children[index].current) }) ?? true {
        changed.append(children[index].name)
      }
      // Also a child that waits out its backoff: the old settings may be what killed it.
      if !children[index].isLive, desired != nil, changed.last == children[index].name {
        children[index].state = .waiting(until: now)
      }
    }
    let known = Set(children.map(\.name))
    for spec in plan.children where !known.contains(spec.name) {
      children.append(SupervisedChild(spec, due: now))
      changed.append(spec.name)
    }
    actions += [.notify(.reloading), .report(.reloaded(changed: changed))]
    isAnnounced = false
  }

  private mutating func refuseReload(_ message: String) {
    guard phase == .running else { return }
    actions += [.notify(.reloading), .report(.reloadRefused(message))]
    if isAnnounced { actions.append(.notify(.ready)) }
    let first = message.prefix { $0 != "\n" }
    actions.append(.notify(.status("reload refused, the old configuration stays: \(first)")))
  }

  private mutating func hear(_ message: StatusMessage, of name: String, _ now: Duration) {
    guard let index = children.firstIndex(where: { $0.name == name }),
      case .running(_, var isReady) = children[index].state
    else { return }
    switch message {
    case .ready:
      if !isReady { actions.append(.report(.ready(child: name))) }
      isReady = true
    case .alive: break
    case .following(let count): children[index].following = count
    case .text(let text): children[index].text = text
    }
    children[index].state = .running(heard: now, isReady: isReady)
  }

  private mutating func bury(_ name: String, _ end: ChildEnd, _ now: Duration) {
    guard let index = children.firstIndex(where: { $0.name == name }) else { return }
    let state = children[index].state
    children[index].following = nil
    children[index].text = ""
    if case .stopping = state {
      actions.append(.report(.stopped(child: name, end)))
      children[index].state = children[index].desired == nil ? .idle : .waiting(until: now)
    } else {
      children[index].state = .idle
      mourn(index, state == .hung ? .hung : end, now)
    }
  }

  /// A child died that was not asked to.
  private mutating func mourn(_ index: Int, _ end: ChildEnd, _ now: Duration) {
    let name = children[index].name
    guard phase == .running else {
      actions.append(.report(.stopped(child: name, end)))
      return
    }
    if end == .exited(ChildEnd.configurationError) {
      actions.append(.report(.configurationRefused(child: name)))
      return stop(code: ChildEnd.configurationError)
    }
    switch children[index].history.recordDeath(at: now, settings: settings, jitter: jitter()) {
    case .restart(let wait):
      actions.append(.report(.restarting(child: name, end, after: wait)))
      children[index].state = .waiting(until: now + wait)
    case .giveUp(let deaths):
      actions.append(.report(.gaveUp(child: name, end, deaths: deaths)))
      stop(code: 1)
    }
  }

  /// A supervisor that was itself suspended has heard nobody, which is not the children's fault.
  private mutating func forgiveStall(_ now: Duration) {
    defer { lastSeen = now }
    guard now - lastSeen > settings.hangTimeout / 2 else { return }
    for index in children.indices {
      if case .running(_, let isReady) = children[index].state {
        children[index].state = .running(heard: now, isReady: isReady)
      }
    }
  }
}

// What follows from it.
extension SupervisorCore {
  private mutating func settle(_ now: Duration) {
    killOverdue(now)
    switch phase {
    case .running:
      applyDesires(now)
      startDue(now)
      announce()
    case .stopping(let code, let isHurried): stopNext(code: code, isHurried: isHurried, now)
    case .finished: break
    }
    if let interval = settings.watchdogInterval, now >= watchdogDue {
      actions.append(.notify(.watchdog))
      watchdogDue = now + interval
    }
  }

  private mutating func killOverdue(_ now: Duration) {
    for index in children.indices {
      let name = children[index].name
      switch children[index].state {
      case .running(let heard, _) where now - heard >= settings.hangTimeout:
        actions += [.report(.hung(child: name)), .signal(child: name, SIGKILL)]
        children[index].state = .hung
      case .stopping(let killAt?) where now >= killAt:
        actions.append(.report(.killed(child: name)))
        kill(index)
      default: break
      }
    }
  }

  /// Asks the children to leave whose spec changed or went.
  private mutating func applyDesires(_ now: Duration) {
    for index in children.indices {
      let child = children[index]
      let isServed = child.desired.map { $0.isServed(by: child.current) } ?? false
      switch child.state {
      case .running where !isServed: ask(index, now)
      case .waiting where child.desired == nil: children[index].state = .idle
      default: break
      }
    }
    children.removeAll { $0.desired == nil && $0.state == .idle }
  }

  private mutating func startDue(_ now: Duration) {
    for index in children.indices {
      guard case .waiting(let until) = children[index].state, until <= now, !isBlocked(children[index]),
        let spec = children[index].desired
      else { continue }
      children[index].current = spec
      children[index].state = .running(heard: now, isReady: false)
      actions.append(.spawn(spec))
    }
  }

  /// A child waits while another of its kind is on its way out: when the number of collectors changes, a container must
  /// not be followed by its old collector and its new one at once.
  private func isBlocked(_ child: SupervisedChild) -> Bool {
    children.contains { $0.isLeaving && $0.current.kind == child.current.kind }
  }

  private mutating func announce() {
    if !isAnnounced, children.allSatisfy(\.isReady) {
      actions.append(.notify(.ready))
      isAnnounced = true
    }
    let text = StatusSummary.text(of: children)
    if text != summary {
      actions.append(.notify(.status(text)))
      summary = text
    }
  }

  private mutating func stopNext(code: Int32, isHurried: Bool, _ now: Duration) {
    for index in children.indices where !children[index].isLive { children[index].state = .idle }
    let live = children.indices.filter { children[$0].isLive }
    guard let kind = live.map({ children[$0].current.kind }).min() else {
      phase = .finished
      actions.append(.exit(code))
      return
    }
    for index in live {
      if isHurried {
        hurry(index)
      } else if children[index].current.kind == kind, case .running = children[index].state {
        ask(index, now)
      }
    }
  }

  private mutating func ask(_ index: Int, _ now: Duration) {
    actions.append(.signal(child: children[index].name, SIGTERM))
    children[index].state = .stopping(killAt: now + settings.stopTimeout)
  }

  private mutating func hurry(_ index: Int) {
    switch children[index].state {
    case .running, .stopping(.some): kill(index)
    case .idle, .waiting, .stopping(nil), .hung: break
    }
  }

  private mutating func kill(_ index: Int) {
    actions.append(.signal(child: children[index].name, SIGKILL))
    children[index].state = .stopping(killAt: nil)
  }
}

/// One child as the supervisor's core sees it.
struct SupervisedChild: Sendable {
  /// What is happening to it.
  enum State: Sendable, Hashable {
    /// No process, and none is due.
    case idle
    /// No process; one is due at this time.
    case waiting(until: Duration)
    /// A process runs; it last said something at `heard`.
    case running(heard: Duration, isReady: Bool)
    /// It was asked to leave. It is killed at `killAt`; nil when that is done.
    case stopping(killAt: Duration?)
    /// It said nothing for too long and was killed.
    case hung
  }

  /// Unique.
  let name: String
  /// How it should run; nil when it should not any more.
  var desired: ChildSpec?
  /// How its process was started, or will be next.
  var current: ChildSpec
  var state: State
  var history = RestartHistory()
  /// What it said last about the containers it follows.
  var following: Int?
  /// What it said last for a person.
  var text = ""

  init(_ spec: ChildSpec, due: Duration) {
    self.name = spec.name
    self.desired = spec
    self.current = spec
    self.state = .waiting(until: due)
  }

  /// Whether there is a process.
  var isLive: Bool {
    switch state {
    case .running, .stopping, .hung: true
    case .idle, .waiting: false
    }
  }

  /// Whether its process runs and said that it does its work.
  var isReady: Bool {
    if case .running(_, isReady: true) = state { return true }
    return false
  }

  /// Whether its process is on its way out.
  var isLeaving: Bool {
    switch state {
    case .stopping, .hung: true
    case .idle, .waiting, .running: false
    }
  }
}

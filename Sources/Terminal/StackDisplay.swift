internal import Glibc
internal import LogWire
internal import Platform
package import Stacks
internal import Synchronization

/// Shows what happens to a stack: lines redrawn in place on a terminal, else a line for each new state, or JSON.
package final class StackDisplay: Sendable {
  /// How it is shown.
  package enum Mode: Sendable {
    /// On stderr, in place where it is a terminal.
    case text
    /// Each event on stdout.
    case json
    /// Not at all.
    case quiet
  }

  private struct State {
    var lines = StackLines()
    var drawn = 0
  }

  private let state = Mutex(State())
  private let terminal: TerminalDevice?
  private let mode: Mode
  private let isColored: Bool
  private let clock = ContinuousClock()
  private let begin: ContinuousClock.Instant

  /// - Parameters:
  ///   - mode: how it is shown.
  ///   - descriptor: where text goes.
  ///   - isColored: whether states have colours.
  package init(mode: Mode, descriptor: Int32 = STDERR_FILENO, isColored: Bool) {
    self.mode = mode
    self.isColored = isColored
    terminal = mode == .text ? TerminalDevice(descriptor: descriptor) : nil
    begin = clock.now
  }

  /// What takes the events of a project; from any task.
  package func telling(of project: String) -> @Sendable (StackEvent) -> Void {
    { event in self.show(event, of: project) }
  }

  private func show(_ event: StackEvent, of project: String) {
    let now = begin.duration(to: clock.now)
    state.withLock { state in
      let isNew = state.lines.take(event, at: now)
      switch mode {
      case .quiet: break
      case .json:
        // That nobody reads it is no reason to end the work.
        try? TextOutput.write(event.jsonLine(project: project, time: .now()), to: STDOUT_FILENO)
      case .text:
        if terminal == nil, isNew { try? TextOutput.write(event.plainLine, to: STDERR_FILENO) }
      }
    }
  }

  /// Draws the lines anew, with the time that has passed; to be called some times a second.
  package func draw() {
    guard let terminal else { return }
    let size = terminal.size
    state.withLock { state in
      let lines = state.lines.lines(
        columns: size.columns - 1, rows: max(1, size.rows - 1), now: begin.duration(to: clock.now),
        isColored: isColored)
      var text = state.drawn > 0 ? "\u{1B}[\(state.drawn)A" : ""
      text += lines.map { "\r\($0)\u{1B}[K\n" }.joined() + "\u{1B}[J"
      state.drawn = lines.count
      // That it can't be shown is no reason to end the work.
      try? TextOutput.write(text, to: terminal.descriptor)
    }
  }
}

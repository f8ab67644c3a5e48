internal import Glibc
internal import HealthStore
internal import LogQuery
internal import LogWire
internal import Platform
internal import Terminal

/// `lslog health --watch`: draws what is known whenever it changes, and each second for the ages.
///
/// Whether something was written is asked ten times a second: that reads one page of the file.
struct HealthWatch {
  private static let pause: Int32 = 100
  private static let second: Int64 = 1_000_000_000
  /// Drawing takes no more than a fifth of the time, however much is written.
  private static let rest: Int64 = 4

  let health: StoredHealth
  let calendar: CivilCalendar
  let isColored: Bool
  let isUnwell: Bool
  let changes: Int?

  /// Goes on until `q` or a signal.
  func run(on terminal: TerminalDevice) throws -> ExitStatus {
    Interruption.watch()
    // What is wrong from the beginning is said on the screen that stays.
    _ = try view(at: .now())
    let screen = TerminalScreen(terminal, keyboard: STDIN_FILENO)
    var shown: (version: Int64, rows: Int, columns: Int)?
    var (due, earliest) = (Int64.min, Int64.min)
    while Interruption.signal == nil {
      let (size, version, now) = (screen.size, try health.version(), Timestamp.now())
      let state = (version, size.rows, size.columns)
      let isResized = shown.map { $0.rows != size.rows || $0.columns != size.columns } ?? true
      let isChanged = shown.map { $0 != state } ?? true
      // A clock that was set back must not stop the display.
      let isDue = now.nanoseconds >= due || due - now.nanoseconds > Self.second
      if isResized || isDue || isChanged && now.nanoseconds >= earliest {
        let view = try view(at: now)
        let frame = HealthFrame(calendar: calendar, isColored: isColored)
        guard
          try draw(
            frame.lines(
              view.reports, doubt: view.doubt, transitions: view.transitions, size: size, now: now),
            on: screen)
        else { return .found }
        shown = state
        due = (now.nanoseconds / Self.second + 1) * Self.second
        let end = Timestamp.now().nanoseconds
        earliest = end + Self.rest * max(0, end - now.nanoseconds)
      }
      if let key = screen.key(within: Self.pause), [UInt8(ascii: "q"), UInt8(ascii: "Q")].contains(key) {
        break
      }
    }
    return .found
  }

  private func view(at now: Timestamp) throws -> StoredHealth.View {
    try health.view(over: .seconds(86_400), isUnwell: isUnwell, changes: changes ?? 50, now: now)
  }

  /// False if the terminal is gone.
  private func draw(_ lines: [Substring], on screen: borrowing TerminalScreen) throws(OutputError) -> Bool {
    do {
      try screen.draw(lines)
      return true
    } catch {
      if error.code == .closed || error.systemError == EIO { return false }
      throw error
    }
  }
}

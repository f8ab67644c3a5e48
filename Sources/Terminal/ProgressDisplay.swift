internal import Glibc

/// Shows a line of progress on a terminal, in place, a few times a second. Does nothing where there is no terminal.
package final class ProgressDisplay {
  private static let interval = Duration.milliseconds(100)

  private let terminal: TerminalDevice?
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant?
  private var isShown = false

  /// - Parameter descriptor: usually stderr.
  package init(descriptor: Int32) {
    terminal = TerminalDevice(descriptor: descriptor)
  }

  /// Shows the line if it is time to.
  package func show(_ line: () -> ProgressLine) {
    guard let terminal else { return }
    let now = clock.now
    if let last, last.duration(to: now) < Self.interval { return }
    last = now
    isShown = true
    // The last column is left free: a terminal may wrap there.
    write("\r\(line().text(columns: terminal.size.columns - 1))\u{1B}[K", to: terminal)
  }

  /// Removes the line, so that something else can be written.
  package func clear() {
    guard let terminal, isShown else { return }
    isShown = false
    last = nil
    write("\r\u{1B}[K", to: terminal)
  }

  /// That progress can't be shown is no reason to end the work.
  private func write(_ text: String, to terminal: TerminalDevice) {
    var output = OutputBuffer(descriptor: terminal.descriptor, flushesEachLine: true)
    try? output.append { bytes in bytes.append(contentsOf: text.utf8) }
  }
}

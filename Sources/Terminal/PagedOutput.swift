/// Output to a terminal that turns to a pager when it is more than a screen.
///
/// Lines are shown as they come, so that a slow search shows what it has. They are also kept, up to one screen: when a line does not
/// fit any more, the shown ones are erased and everything goes to the pager, from the first line on.
package final class PagedOutput {
  private let terminal: TerminalDevice
  private let command: PagerCommand
  /// True until a line does not fit.
  private var fitsScreen = true
  /// The lines on the screen and the rows they take.
  private var shown: [UInt8] = []
  private var rows = 0
  private var pager: PagerProcess?
  private var output: OutputBuffer

  package init(terminal: TerminalDevice, command: PagerCommand) {
    self.terminal = terminal
    self.command = command
    self.output = OutputBuffer(descriptor: terminal.descriptor, flushesEachLine: true)
  }

  /// Shows one line, given with its line end.
  package func append(line: [UInt8]) throws(OutputError) {
    if fitsScreen {
      let size = terminal.size
      let needed = max(1, (DisplayWidth.columns(line.span) + size.columns - 1) / size.columns)
      // One row is left for the prompt.
      if rows + needed < size.rows {
        rows += needed
        shown += line
      } else {
        try turnToPager()
      }
    }
    try output.append { bytes in bytes += line }
  }

  /// Waits until the user leaves the pager, if there is one.
  package func finish() throws(OutputError) {
    let process = pager.take()
    let result = Result { () throws(OutputError) in try output.flush() }
    process?.finish()
    try result.get()
  }

  /// If the pager can't be started, the terminal stays the output.
  private func turnToPager() throws(OutputError) {
    fitsScreen = false
    if rows > 0 { try erase(rows: rows) }
    if let process = PagerProcess(command) {
      output = OutputBuffer(descriptor: process.descriptor, flushesEachLine: true)
      pager = consume process
    }
    let lines = shown
    shown = []
    try output.append { bytes in bytes += lines }
  }

  /// Cursor up, then erase to the end of the screen. Source: ECMA-48, CUU and ED.
  private func erase(rows: Int) throws(OutputError) {
    try output.append { bytes in bytes.append(contentsOf: "\r\u{1B}[\(rows)A\u{1B}[J".utf8) }
  }
}

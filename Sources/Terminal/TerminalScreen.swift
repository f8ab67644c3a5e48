internal import Glibc

/// The alternate screen of a terminal, for a display that is drawn again and again. The old screen, the cursor and the way keys
/// are read are back when this object ends.
///
/// Source: ECMA-48 for the cursor and erasing; "XTerm Control Sequences" for 1049 (the alternate screen), 25 (the cursor), 7 (wrapping);
/// https://github.com/contour-terminal/vt-extensions for 2026 (synchronized update), which other terminals ignore.
package struct TerminalScreen: ~Copyable {
  private let terminal: TerminalDevice
  private let keyboard: Int32
  /// How keys were read before; nil if the keyboard is no terminal.
  private let before: termios?

  /// Turns to the alternate screen. Keys are from now on read one by one and not shown; Ctrl-C stays a signal.
  ///
  /// - Parameters:
  ///   - terminal: where to draw.
  ///   - keyboard: where keys come from; it need not be a terminal.
  package init(_ terminal: TerminalDevice, keyboard: Int32) {
    self.terminal = terminal
    self.keyboard = keyboard
    var mode = termios()
    if tcgetattr(keyboard, &mode) == 0 {
      before = mode
      mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
      // Suspended, it would leave its screen to the shell.
      withUnsafeMutableBytes(of: &mode.c_cc) { characters in characters[Int(VSUSP)] = 0 }
      tcsetattr(keyboard, TCSANOW, &mode)
    } else {
      before = nil
    }
    Self.write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[2J", to: terminal.descriptor)
  }

  deinit {
    Self.write("\u{1B}[?7h\u{1B}[?25h\u{1B}[?1049l", to: terminal.descriptor)
    guard var before else { return }
    tcsetattr(keyboard, TCSANOW, &before)
  }

  /// Rows and columns, as they are now.
  package var size: (rows: Int, columns: Int) { terminal.size }

  /// Draws a frame in place of the last one, in one write: each line over the old one and erased beyond its end.
  ///
  /// - Parameter lines: without ends; those that do not fit are left out.
  /// - Throws: ``OutputError``.
  package func draw(_ lines: [Substring]) throws(OutputError) {
    var frame = "\u{1B}[?2026h\u{1B}[H"
    for (row, line) in lines.prefix(max(1, size.rows)).enumerated() {
      frame += (row > 0 ? "\r\n" : "") + line + "\u{1B}[K"
    }
    frame += "\u{1B}[J\u{1B}[?2026l"
    var output = OutputBuffer(descriptor: terminal.descriptor, flushesEachLine: true)
    try output.append { bytes in bytes.append(contentsOf: frame.utf8) }
  }

  /// Waits for a key, at most so long.
  ///
  /// - Returns: the byte of the key; nil if none came, or a signal did.
  package func key(within milliseconds: Int32) -> UInt8? {
    var request = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
    guard before != nil else {
      _ = poll(nil, 0, milliseconds)
      return nil
    }
    guard poll(&request, 1, milliseconds) > 0 else { return nil }
    var key: UInt8 = 0
    // The end of the input is as if somebody had typed q: nobody is there any more.
    return read(keyboard, &key, 1) == 1 ? key : UInt8(ascii: "q")
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var output = OutputBuffer(descriptor: descriptor, flushesEachLine: true)
    try? output.append { bytes in bytes.append(contentsOf: text.utf8) }
  }
}

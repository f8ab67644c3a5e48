internal import Glibc

/// The terminal behind a descriptor.
package struct TerminalDevice: Sendable {
  package let descriptor: Int32

  /// - Returns: nil if the descriptor is no terminal.
  package init?(descriptor: Int32) {
    guard isatty(descriptor) == 1 else { return nil }
    self.descriptor = descriptor
  }

  /// Rows and columns; 24 and 80 if the terminal does not say.
  package var size: (rows: Int, columns: Int) {
    var window = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0
    else {
      return (24, 80)
    }
    return (Int(window.ws_row), Int(window.ws_col))
  }
}

/// Writes a finished text.
package enum TextOutput {
  /// Writes all of `text`. That nobody reads it is no error.
  ///
  /// - Throws: ``OutputError`` for anything else that keeps it from being written.
  package static func write(_ text: String, to descriptor: Int32) throws(OutputError) {
    var buffer = OutputBuffer(descriptor: descriptor, flushesEachLine: false)
    do {
      try buffer.append { bytes in bytes.append(contentsOf: text.utf8) }
      try buffer.flush()
    } catch {
      if error.code != .closed { throw error }
    }
  }
}

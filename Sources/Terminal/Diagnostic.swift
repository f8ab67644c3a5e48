internal import Glibc

/// What the command says about itself, on stderr.
package enum Diagnostic {
  /// `lslog: error: …`
  package static func error(_ text: String) { write("error", text) }

  /// `lslog: warning: …`
  package static func warning(_ text: String) { write("warning", text) }

  /// `lslog: …`
  package static func note(_ text: String) { write(nil, text) }

  /// Parts of the text come from outside, so each line of it is made inert. That stderr can't be written is nothing that could be
  /// said anywhere.
  private static func write(_ kind: String?, _ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      InertText.inert(String($0))
    }
    var output = OutputBuffer(descriptor: STDERR_FILENO, flushesEachLine: true)
    try? output.append { bytes in
      bytes.append(
        contentsOf: "lslog: \(kind.map { "\($0): " } ?? "")\(lines.joined(separator: "\n"))\n".utf8)
    }
  }
}

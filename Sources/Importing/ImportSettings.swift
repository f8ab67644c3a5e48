package import LogWire

/// What an import is told.
package struct ImportSettings: Sendable {
  /// The name of the made-up container; nil: made of the file's name.
  package var container: String?
  package var project: String?
  package var resource: String?
  /// Nil: guessed for each file.
  package var format: ImportFormat?
  /// The stream of lines of text.
  package var stream = LogStream.stdout
  /// Whether files are imported from their start even if they were before.
  package var isAgain = false
  /// Whether records that can't be read are counted and passed over.
  package var skipsBad = false
  /// The longest message of one line, in bytes.
  package var lineLimit = LogStreamDecoder.defaultLineLimit

  package init() {}
}

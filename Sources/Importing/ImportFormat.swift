/// What an imported file consists of.
package enum ImportFormat: String, Sendable, CaseIterable {
  /// Lines of text: ``PlainReader``.
  case plain
  /// Docker's json-file: ``JSONFileReader``.
  case jsonFile = "json-file"
  /// The Engine's multiplexed stream: ``FramesReader``.
  case frames
  /// What `lslog export` and `lslog search -o json` write: ``ExportReader``.
  case export

  /// What the format's records are called in messages.
  var recordName: String { self == .frames ? "frame" : "line" }

  /// Whether a record says which container it is of.
  package var namesContainers: Bool { self == .export }
}

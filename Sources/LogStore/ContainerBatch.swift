package import LogWire

/// New lines of one container, in the order the Engine delivered them.
package struct ContainerBatch: Sendable {
  package var container: ContainerInfo
  package var lines: LineBatch
  /// When the oldest line began that has begun but not ended: a later reading must start there.
  package var openSince: Timestamp?
  /// Whether the log is read on behind these lines. False for imported ones: where their file is read on, ``ImportProgress``
  /// says.
  package var isReadOn: Bool

  package init(container: ContainerInfo, lines: LineBatch, openSince: Timestamp?, isReadOn: Bool = true) {
    self.container = container
    self.lines = lines
    self.openSince = openSince
    self.isReadOn = isReadOn
  }
}

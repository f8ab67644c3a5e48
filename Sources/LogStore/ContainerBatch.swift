package import LogWire

/// New lines of one container, in the order the Engine delivered them.
package struct ContainerBatch: Sendable {
  package var container: ContainerInfo
  package var lines: LineBatch
  /// When the oldest line began that has begun but not ended: a later reading must start there.
  package var openSince: Timestamp?

  package init(container: ContainerInfo, lines: LineBatch, openSince: Timestamp?) {
    self.container = container
    self.lines = lines
    self.openSince = openSince
  }
}

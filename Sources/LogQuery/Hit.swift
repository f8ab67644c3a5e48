package import LogStore
package import LogWire

/// A line that was found.
package struct Hit: Sendable, Hashable {
  /// When the container wrote it.
  package let time: Timestamp
  /// Who wrote it.
  package let container: ContainerInfo
  /// Where it was written to.
  package let stream: LogStream
  /// How it ended and whether it is whole.
  package let flags: LineFlags
  /// Which reading of the container's log it belongs to; ordinals are counted within it.
  package let epoch: Int64
  /// Its number among the lines of its container.
  package let ordinal: Int64
  /// Its bytes as they came, without the line end. Any bytes at all.
  package let message: [UInt8]

  package init(
    time: Timestamp, container: ContainerInfo, stream: LogStream, flags: LineFlags, epoch: Int64,
    ordinal: Int64,
    message: [UInt8]
  ) {
    self.time = time
    self.container = container
    self.stream = stream
    self.flags = flags
    self.epoch = epoch
    self.ordinal = ordinal
    self.message = message
  }
}

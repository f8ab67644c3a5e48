package import LogStore
package import LogWire

/// A line that was found.
package struct Hit: Sendable, Hashable {
  /// When the container wrote it.
  package let time: Timestamp
  /// What it shares with the other lines of its unit, so that copying a hit copies no container.
  private let origin: Origin
  /// Where it was written to.
  package let stream: LogStream
  /// How it ended and whether it is whole.
  package let flags: LineFlags
  /// Its number among the lines of its container.
  package let ordinal: Int64
  /// Its bytes as they came, without the line end. Any bytes at all.
  package let message: [UInt8]

  /// Where lines come from.
  final class Origin: Sendable, Hashable {
    let container: ContainerInfo
    let epoch: Int64

    init(container: ContainerInfo, epoch: Int64) {
      self.container = container
      self.epoch = epoch
    }

    static func == (left: Origin, right: Origin) -> Bool {
      left === right || left.container == right.container && left.epoch == right.epoch
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(container.id)
      hasher.combine(epoch)
    }
  }

  /// Who wrote it.
  package var container: ContainerInfo { origin.container }
  /// Which reading of the container's log it belongs to; ordinals are counted within it.
  package var epoch: Int64 { origin.epoch }

  package init(
    time: Timestamp, container: ContainerInfo, stream: LogStream, flags: LineFlags, epoch: Int64,
    ordinal: Int64,
    message: [UInt8]
  ) {
    self.init(
      time: time, origin: Origin(container: container, epoch: epoch), stream: stream, flags: flags,
      ordinal: ordinal, message: message)
  }

  init(
    time: Timestamp, origin: Origin, stream: LogStream, flags: LineFlags, ordinal: Int64, message: [UInt8]
  ) {
    self.time = time
    self.origin = origin
    self.stream = stream
    self.flags = flags
    self.ordinal = ordinal
    self.message = message
  }
}

package import LineContent
package import LogStore
package import LogWire

/// What is known of a line besides its bytes.
///
/// One value serves all lines of a container: only ``stream`` and ``level`` change.
package struct LineContext: Sendable {
  /// The level of a line, as far as it is known.
  package enum KnownLevel: Sendable, Hashable {
    /// It is found in the line's bytes if it is asked for.
    case unknown
    /// As `Level.find(in:)` says.
    case known(Level?)
  }

  /// Nil: unknown, and no test of it holds.
  package var container: ContainerInfo?
  /// Nil: unknown, and no test of it holds.
  package var stream: LogStream?
  package var level: KnownLevel

  /// Nothing is known but the bytes.
  package static let unknown = LineContext(container: nil, stream: nil)

  private init(container: ContainerInfo?, stream: LogStream?) {
    self.container = container
    self.stream = stream
    self.level = .unknown
  }

  package init(container: ContainerInfo, stream: LogStream, level: KnownLevel = .unknown) {
    self.container = container
    self.stream = stream
    self.level = level
  }
}

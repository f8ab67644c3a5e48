package import Quantities

/// `collector`: what holds for each collector process.
package struct CollectorConfig: Sendable, Hashable {
  /// `collector.catch_up`: how many containers may read their old lines at once; 1 to 256.
  package var catchUp = 4
  /// `collector.queue`: bytes that may wait for the writer before reading pauses; 1 MiB to 4 GiB.
  package var queue = ByteCount.mebibytes(16)

  /// All defaults.
  package init() {}
}

/// What a search had to do, and what it could not do.
package struct SearchReport: Sendable, Equatable {
  /// How many hits were given.
  package var hits = 0
  /// Segments that the time range left over.
  package var segments = 0
  /// Blocks that could hold a hit, by their words, times, containers and streams.
  package var candidateBlocks = 0
  /// Blocks that were decompressed.
  package var readBlocks = 0
  /// Lines that were looked at.
  package var readLines = 0
  /// Damaged segments and blocks, each as a sentence that names the file. Their lines are missing from the result.
  package var problems: [String] = []
}

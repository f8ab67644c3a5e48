/// What a search had to do, and what it could not do.
package struct SearchReport: Sendable, Equatable {
  /// How many hits were given.
  package var hits = 0
  /// Segments that the store has.
  package var consideredSegments = 0
  /// Segments that the time range left over; those were opened.
  package var segments = 0
  /// Runs of the index in these.
  package var runs = 0
  /// Blocks that could hold a hit, by their words, times, containers and streams.
  package var candidateBlocks = 0
  /// Blocks that were decompressed.
  package var readBlocks = 0
  /// Lines that were looked at.
  package var readLines = 0
  /// How long the steps took.
  package var times = SearchTimes()
  /// Damaged segments and blocks, each as a sentence that names the file. Their lines are missing from the result.
  package var problems: [String] = []

  /// The report of a search that did nothing yet.
  package init() {}

  /// Adds what was done elsewhere for the same search.
  mutating func add(_ part: SearchReport) {
    hits += part.hits
    candidateBlocks += part.candidateBlocks
    readBlocks += part.readBlocks
    readLines += part.readLines
    times.opening += part.times.opening
    times.index += part.times.index
    times.reading += part.times.reading
    problems += part.problems
  }
}

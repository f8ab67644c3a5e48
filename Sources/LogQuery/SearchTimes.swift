/// How long the steps of a search took, by a clock that never steps back.
package struct SearchTimes: Sendable, Equatable {
  /// Listing and opening the segments.
  package var opening = Duration.zero
  /// Finding what may have hits: templates, runs of the index, words of text blocks.
  package var index = Duration.zero
  /// Reading blocks and the tail, and deciding on their lines; of all cores together.
  package var reading = Duration.zero
}

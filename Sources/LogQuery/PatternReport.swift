/// The patterns of the lines that were asked for.
package struct PatternReport: Sendable, Equatable {
  /// Those with most lines first, no more than the request's limit.
  package var patterns: [Pattern] = []
  /// How many patterns there are without the limit.
  package var count = 0
  /// How many lines were counted: those of all patterns, also of the ones that are not new.
  package var lines = 0
  /// What ``Pattern/trend`` counts in; nil without lines.
  package var buckets: TimeBuckets?

  package init() {}
}

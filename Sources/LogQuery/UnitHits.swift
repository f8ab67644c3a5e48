internal import LogBlocks
internal import LogStore

/// The hits of a unit, as summarily as whoever counts them can take them.
enum UnitHits {
  /// All lines of a block, nothing of which was read.
  case block(SegmentSearch, BlockSummary)
  /// How many lines of a block there are of each template; no line was looked at.
  case templates([TemplateLines], SegmentSearch, BlockSummary)
  /// Some lines of a block with templates.
  case lines(LineSet, TemplateBlock, SegmentSearch, BlockSummary)
  /// Lines of text or of a tail.
  case messages([Hit])
}

/// Lines of a block that have the same template.
struct TemplateLines {
  /// The template's number in the segment.
  let template: Int
  let count: Int
}

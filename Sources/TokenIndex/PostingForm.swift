/// How the blocks of a key in the second section of a bucket are written.
enum PostingForm {
  /// A key in fewer blocks stands in the first section, once for each.
  static let leastBlocks = 3
  /// How the number of blocks in a list, less ``leastBlocks``, is written.
  static let countOrder = 2

  /// All blocks of the run.
  case everywhere
  /// One bit a block.
  case bitmap
  /// The number of blocks, and the gaps between them in Rice codes.
  case list

  /// The smallest form for `count` of `blocks` blocks.
  ///
  /// The gaps sum up to at most `blocks - count`, which bounds their quotients: near enough.
  init(count: Int, blocks: Int, everywherePercent: Int) {
    if count == blocks || count * 100 > blocks * everywherePercent {
      self = .everywhere
      return
    }
    let lowBits = RiceCode.lowBits(blocks: blocks, count: count)
    let countBits = 2 * (count - Self.leastBlocks + 1 << Self.countOrder).bitLength - 1 - Self.countOrder
    let listBits = countBits + count * (lowBits + 1) + (blocks - count) >> lowBits
    self = listBits <= blocks + 1 ? .list : .bitmap
  }
}

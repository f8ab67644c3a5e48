/// Makes one run of several.
///
/// Keys are merged range by range, so that the memory does not depend on the size of the runs: about 1 MiB and a
/// chunk for each input, if keys are spread like hashes.
package struct RunMerger {
  /// About how many pairs are sorted at a time: they and their copy fit in a core's cache.
  private static let pairsPerRange = 16_384
  /// The number of keys is estimated from at least a quarter of a range.
  private static let sampleBits = 2

  private let parameters: RunParameters

  package init(_ parameters: RunParameters = RunParameters()) {
    self.parameters = parameters
  }

  /// Emits the chunks of a run with the blocks `0..<blocks`, in order, each with its first bucket.
  ///
  /// `read` replaces the bytes of `chunk`, which are empty, by the chunk of `inputs[input]` that begins with
  /// `firstBucket`; for each input it is asked for one after the other from 0 on, after the first one or few have been
  /// read to estimate how many keys there will be. An input without keys is not read.
  ///
  /// The result names each block that an input names; it names more if keys are cut that were told apart, or for keys
  /// nearly everywhere. It has no more bits of a key than any input. Throws ``IndexDamage``, and what `read` and `emit`
  /// throw; what was emitted before is void then.
  ///
  /// - Precondition: the blocks of each input are within `0..<blocks`, and these at most ``RunShape/mostBlocks``.
  /// - Complexity: O(pairs).
  package func merge(
    _ inputs: [MergeInput], blocks: Int,
    read: (_ input: Int, _ firstBucket: Int, _ chunk: inout [UInt8]) throws -> Void,
    emit: (_ firstBucket: Int, _ chunk: RawSpan) throws -> Void
  ) throws -> RunShape {
    check(inputs, blocks: blocks)
    let pairs = inputs.reduce(0) { $0 + $1.shape.pairs }
    let rangeBits = rangeBits(inputs, pairs: pairs)
    let keys = try estimateKeys(inputs, blocks: blocks, rangeBits: rangeBits, read: read)
    let width = min(
      leastWidth(inputs), max(parameters.leastWidth, rangeBits, keys.nearestLog2 + parameters.fingerprintBits)
    )
    let geometry = RunGeometry(keys: keys, pairs: pairs, width: width, blocks: blocks)
    var ranges = RangeReader(inputs, blocks: blocks, width: width, rangeBits: rangeBits)
    var writer = RunWriter(geometry, parameters: parameters)
    guard pairs > 0 else { return try writer.finish(emit: emit) }
    for range in 1...(1 << rangeBits) {
      try ranges.readRange(read)
      let end = range << (geometry.bucketBits - rangeBits)
      try writer.write(ranges.pool.pairs.elements.span, bucketsBelow: end, emit: emit)
    }
    return try writer.finish(emit: emit)
  }

  /// How many distinct keys there are about, counted in the first of many small ranges.
  private func estimateKeys(
    _ inputs: [MergeInput], blocks: Int, rangeBits: Int,
    read: (_ input: Int, _ firstBucket: Int, _ chunk: inout [UInt8]) throws -> Void
  ) throws -> Int {
    let width = leastWidth(inputs)
    let sampleBits = rangeBits == 0 ? 0 : min(rangeBits + Self.sampleBits, width)
    var sample = RangeReader(inputs, blocks: blocks, width: width, rangeBits: sampleBits)
    try sample.readRange(read)
    let estimate = sample.pool.distinctKeys << sampleBits
    let counts = inputs.map(\.shape.keys)
    return min(max(estimate, counts.max() ?? 0), counts.reduce(0, +))
  }

  /// Ranges need not be finer than the buckets of all inputs, whatever the number of pairs.
  private func rangeBits(_ inputs: [MergeInput], pairs: Int) -> Int {
    let finest = inputs.map(\.shape.bucketBits).max() ?? 0
    return min((pairs / Self.pairsPerRange).floorLog2, finest, leastWidth(inputs))
  }

  /// The bits of a key that all inputs have.
  private func leastWidth(_ inputs: [MergeInput]) -> Int {
    inputs.filter { $0.shape.keys > 0 }.map(\.shape.width).min() ?? 32
  }

  private func check(_ inputs: [MergeInput], blocks: Int) {
    precondition((1...RunShape.mostBlocks).contains(blocks), "a run of \(blocks) blocks")
    for input in inputs {
      precondition(
        input.firstBlock >= 0 && input.firstBlock + input.shape.blocks <= blocks,
        "\(input.shape.blocks) blocks from \(input.firstBlock) on in a run of \(blocks)")
    }
  }
}

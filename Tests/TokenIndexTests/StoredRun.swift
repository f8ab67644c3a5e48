import Testing
import TokenIndex

/// A run with its chunks, as a store would keep them.
struct StoredRun {
  var shape: RunShape
  /// First buckets, ascending, and bytes.
  var chunks: [(firstBucket: Int, bytes: [UInt8])] = []

  /// The run of one block.
  init(keys: some Sequence<UInt32>, parameters: RunParameters = RunParameters()) {
    let collector = KeyCollector()
    for key in keys { collector.add(key) }
    var encoder = RunEncoder(parameters)
    var chunks: [(Int, [UInt8])] = []
    shape = encoder.encode(collector) { chunks.append(($0, [UInt8](copying: $1))) }
    self.chunks = chunks
  }

  /// Merges runs whose blocks follow each other.
  init(merging runs: [StoredRun], parameters: RunParameters) throws {
    var blocks = 0
    var inputs: [MergeInput] = []
    for run in runs {
      inputs.append(MergeInput(shape: run.shape, firstBlock: blocks))
      blocks += run.shape.blocks
    }
    var chunks: [(Int, [UInt8])] = []
    shape = try RunMerger(parameters).merge(inputs, blocks: blocks) { input, bucket, chunk in
      let index = runs[input].chunks.partitioningIndex { $0.firstBucket >= bucket }
      try #require(index < runs[input].chunks.count && runs[input].chunks[index].firstBucket == bucket)
      chunk += runs[input].chunks[index].bytes
    } emit: {
      chunks.append(($0, [UInt8](copying: $1)))
    }
    self.chunks = chunks
  }

  /// The blocks found for `key`.
  func blocks(of key: UInt32) throws(IndexDamage) -> Set<Int> {
    let bucket = RunLookup.bucket(of: key, in: shape)
    let index = chunks.partitioningIndex { $0.firstBucket > bucket } - 1
    guard index >= 0 else { return [] }
    var found = BlockSet(capacity: shape.blocks + 3)
    let chunk = chunks[index].bytes
    try RunLookup.addBlocks(of: key, in: chunk.span.bytes, shape: shape, to: &found, from: 3)
    var blocks: Set<Int> = []
    found.forEach { blocks.insert($0 - 3) }
    return blocks
  }
}

extension Array {
  /// Where the elements begin that satisfy `predicate`, if those that don't come first.
  func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if predicate(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

extension [UInt8] {
  init(copying span: RawSpan) {
    self = span.withUnsafeBytes { Array($0) }
  }
}

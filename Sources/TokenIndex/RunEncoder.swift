/// Writes the run of a single block, level 0.
package struct RunEncoder: ~Copyable {
  private let parameters: RunParameters
  private var pairs = WorkBuffer<UInt64>()

  /// Of `parameters` only the size of chunks matters: keys keep all their bits.
  package init(_ parameters: RunParameters = RunParameters()) {
    self.parameters = parameters
  }

  /// Emits the chunks of the keys collected, in order, each with its first bucket; no chunk if there are no keys.
  ///
  /// Throws what `emit` throws. O(keys).
  package mutating func encode<Failure: Error>(
    _ collector: KeyCollector, emit: (_ firstBucket: Int, _ chunk: RawSpan) throws(Failure) -> Void
  ) throws(Failure) -> RunShape {
    let keys = collector.count
    let geometry = RunGeometry(keys: keys, pairs: keys, width: 32, blocks: 1)
    var writer = RunWriter(geometry, parameters: parameters)
    if keys > 0 {
      pairs.shorten(to: 0)
      collector.withSortedKeys { for key in $0 { pairs.append(UInt64(key)) } }
      try writer.write(pairs.elements.span, bucketsBelow: geometry.buckets, emit: emit)
    }
    return try writer.finish(emit: emit)
  }
}

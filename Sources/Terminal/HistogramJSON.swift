package import LogQuery
internal import LogWire

/// `lslog search --histogram -o json`: one object a piece of time, and with groups one for each of its groups that has hits.
///
/// Keys: `time` (where the piece begins; RFC 3339 in UTC with nine digits), `seconds` (how long it is), what `--by` names (left
/// out for lines that have none), `count`.
package enum HistogramJSON {
  /// The lines, each with its end; nothing without hits.
  package static func text(_ histogram: Histogram) -> String {
    guard let buckets = histogram.buckets, !histogram.groups.isEmpty else { return "" }
    var bytes: [UInt8] = []
    for bucket in 0..<buckets.count {
      for group in histogram.groups where histogram.grouping == nil || group.counts[bucket] > 0 {
        append(group, bucket, of: histogram, buckets, to: &bytes)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(
    _ group: Histogram.Group, _ bucket: Int, of histogram: Histogram, _ buckets: TimeBuckets,
    to bytes: inout [UInt8]
  ) {
    var object = JSONObjectWriter(takingOver: &bytes)
    object.add("time", buckets.time(of: bucket).description)
    object.add("seconds", fraction: Double(buckets.width) / 1e9)
    if let grouping = histogram.grouping, let name = group.name { object.add(key(of: grouping), name) }
    object.add("count", Int64(group.counts[bucket]))
    bytes = object.finish()
    bytes.append(UInt8(ascii: "\n"))
  }

  private static func key(of grouping: HitGrouping) -> StaticString {
    switch grouping {
    case .level: "level"
    case .container: "container"
    case .project: "project"
    case .resource: "resource"
    case .stream: "stream"
    }
  }
}

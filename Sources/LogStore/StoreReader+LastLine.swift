package import LogWire
internal import SQLite

extension StoreReader {
  /// The time of the last line of a container, as far as collectors have stored it; nil if there is none.
  ///
  /// Reads one row of the newest segment of each shard, which knows how far all containers of the shard were read that have
  /// written within 30 days, also those without a line in it. A damaged segment is left out and reported in `problems`.
  ///
  /// - Throws: as ``openSegments(since:until:problems:)``.
  package func lastLine(of id: String, problems: inout [String]) throws -> Timestamp? {
    var last: Timestamp?
    for shard in try layout.shards(imported: false) {
      guard let file = try layout.segments(ofShard: shard).last else { continue }
      do {
        guard let segment = try take(file) ?? open(file) else { continue }
        defer { giveBack([segment]) }
        guard let time = try segment.position(of: id)?.position.latestTime else { continue }
        last = max(last ?? time, time)
      } catch {
        guard Self.isDamage(error) else { throw error }
        problems.append("\(error)")
      }
    }
    return last
  }
}

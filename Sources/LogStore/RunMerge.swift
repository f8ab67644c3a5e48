internal import SQLite
internal import TokenIndex

/// Merges the runs of a segment's index, beside the one who writes the segment.
///
/// The work is done without a lock; only putting the result in its place is a transaction.
struct RunMerge {
  private let connection: Connection
  private let writer: TokenRunWriter
  private let data: BlockData

  init(_ connection: Connection) throws {
    self.connection = connection
    writer = try TokenRunWriter(connection)
    data = BlockData(connection, templates: TemplateRows(connection), keepsBlob: false)
  }

  /// Merges runs of level 1, as soon as there are enough for one of level 2.
  func mergeGrown() throws {
    while let group = Self.grown(try TokenRuns(connection).all()) { try merge(group) }
  }

  /// Merges all runs into as few as the size of a run allows. For a segment that is finished.
  ///
  /// - Returns: what is damaged and was left as it is.
  func mergeAll() throws -> [StoreError] {
    var damages: [StoreError] = []
    func trying(_ body: () throws -> Void) throws {
      do { try body() } catch let error as StoreError where error.isDamage { damages.append(error) }
    }
    try trying {
      for group in Self.groups(try TokenRuns(connection).all()) where group.count > 1 {
        try trying { try merge(group) }
      }
    }
    return damages
  }

  private func merge(_ group: [StoredRun]) throws {
    let merged = try writer.merge(group, isFinal: true)
    let containers = try RunContainers.merged(group, data, in: connection)
    try connection.transaction {
      let run = try writer.replace(merged)
      try RunContainers.store(containers, run: run.run, in: connection)
    }
  }

  private static func grown(_ runs: [StoredRun]) -> [StoredRun]? {
    let young = runs.filter { $0.level == 1 }
    let count = TokenRunWriter.fanOut[1]
    return young.count >= count ? Array(young.prefix(count)) : nil
  }

  /// Neighbours, together at most ``TokenRunWriter/maximumBlocks``.
  private static func groups(_ runs: [StoredRun]) -> [[StoredRun]] {
    var groups: [[StoredRun]] = []
    var blocks = 0
    for run in runs {
      if groups.isEmpty || blocks + run.shape.blocks > TokenRunWriter.maximumBlocks {
        groups.append([])
        blocks = 0
      }
      groups[groups.count - 1].append(run)
      blocks += run.shape.blocks
    }
    return groups
  }
}

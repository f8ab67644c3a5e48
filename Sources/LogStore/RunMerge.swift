internal import Glibc
internal import SQLite
internal import TokenIndex

/// Merges the runs of a segment's index, beside the one who writes the segment.
///
/// The work is done without a lock, and its result is put in its place in many small transactions with pauses, since a commit of the
/// writer waits while one goes on: first the chunks, which nobody knows yet, then the rows that make them known in the place
/// of the others, then the chunks of these are removed. What is left when it is cut off is removed by the next merge.
/// One at a time may merge in a segment.
struct RunMerge {
  private let connection: Connection
  private let writer: TokenRunWriter
  private let templates: TemplateRows
  private let hasWriter: Bool
  /// How many chunks, of a page each, are stored or removed in a transaction.
  private let chunksInAStep: Int

  /// Longer than a writer takes to look again whether it may write.
  private static let pauseMicroseconds: UInt32 = 2000

  /// - Parameter hasWriter: whether somebody writes the segment, who must not wait long.
  init(_ connection: Connection, hasWriter: Bool) throws {
    self.connection = connection
    self.hasWriter = hasWriter
    // About a millisecond.
    chunksInAStep = hasWriter ? 64 : Int(Int32.max)
    writer = try TokenRunWriter(connection)
    templates = TemplateRows(connection)
  }

  /// Merges runs of a level, as soon as there are enough for one of the next.
  func mergeGrown() throws {
    try removeUnknown()
    for level in TokenRunWriter.fanOut.indices {
      while let group = Self.grown(try TokenRuns(connection).all(), level: level) {
        try merge(group, isFinal: level == TokenRunWriter.fanOut.count - 1)
      }
    }
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
      try removeUnknown()
      for group in Self.groups(try TokenRuns(connection).all()) where group.count > 1 {
        try trying { try merge(group, isFinal: true) }
      }
    }
    return damages
  }

  private func merge(_ group: [StoredRun], isFinal: Bool) throws {
    let merged = try writer.merge(group, isFinal: isFinal)
    let containers = try containers(of: group)
    var number: Int64?
    for start in stride(from: 0, to: merged.chunks.count, by: chunksInAStep) {
      let chunks = merged.chunks[start..<min(start + chunksInAStep, merged.chunks.count)]
      number = try step { try writer.insert(chunks, run: number) }
    }
    try step {
      let run = try writer.replace(merged, run: number)
      try RunContainers.store(containers, run: run, in: connection)
    }
    for input in group { try removeChunks(ofRun: input.run) }
  }

  private func removeUnknown() throws {
    for run in try writer.unknownRuns() { try removeChunks(ofRun: run) }
  }

  private func removeChunks(ofRun run: Int64) throws {
    while try step({ try writer.removeChunks(ofRun: run, atMost: chunksInAStep) }) {}
  }

  /// A transaction; what follows lets the writer come first.
  private func step<Result>(_ body: () throws -> Result) throws -> Result {
    let result = try connection.transaction(body)
    if hasWriter { usleep(Self.pauseMicroseconds) }
    return result
  }

  /// What reads the blocks holds a transaction open, and is gone before another begins.
  private func containers(of group: [StoredRun]) throws -> [RunContainer] {
    let data = BlockData(connection, templates: templates, keepsBlob: true)
    return try RunContainers.merged(group, data, in: connection)
  }

  private static func grown(_ runs: [StoredRun], level: Int) -> [StoredRun]? {
    let young = runs.filter { $0.level == level }
    let count = TokenRunWriter.fanOut[level]
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

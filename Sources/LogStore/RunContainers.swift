internal import LogBlocks
package import LogWire
internal import SQLite

/// What the blocks of a run have of one container: enough to count lines by template without reading a block.
package struct RunContainer: Sendable, Equatable {
  /// The container's number in the segment.
  package let container: Int64
  package let epoch: Int64
  /// The ordinal of the first line, and the one after the last.
  package var ordinals: Range<Int64>
  package var minTime: Timestamp
  package var maxTime: Timestamp
  /// Bit 0: has lines of stdout; bit 1: of stderr.
  package var streams: UInt8
  /// How many of the blocks are in the text codec; their lines have no templates.
  package var textBlocks: Int
  /// The templates that the blocks of the template codec have, rising, and how many lines each has.
  package var templates: [UInt32]
  package var templateLines: [Int]

  mutating func add(_ other: RunContainer) {
    ordinals =
      min(
        ordinals.lowerBound, other.ordinals.lowerBound)..<max(ordinals.upperBound, other.ordinals.upperBound)
    minTime = min(minTime, other.minTime)
    maxTime = max(maxTime, other.maxTime)
    streams |= other.streams
    textBlocks += other.textBlocks
    addTemplates(of: other)
  }

  private mutating func addTemplates(of other: RunContainer) {
    var lines: [UInt32: Int] = [:]
    for (template, count) in zip(templates, templateLines) { lines[template] = count }
    for (template, count) in zip(other.templates, other.templateLines) {
      lines[template, default: 0] += count
    }
    templates = lines.keys.sorted()
    templateLines = templates.map { lines[$0] ?? 0 }
  }
}

/// The rows of `run_containers`: one for each container of each merged run.
enum RunContainers {
  /// Those of a merged run.
  static func read(run: Int64, in connection: Connection) throws -> [RunContainer] {
    let rows = try connection.prepare(
      """
      SELECT container, epoch, first_ordinal, next_ordinal, min_time, max_time, streams, text_blocks, templates, checksum
      FROM run_containers WHERE run=?1
      """)
    try rows.bind(run, at: 1)
    var found: [RunContainer] = []
    while try rows.step() {
      var checksum = RowChecksum()
      checksum.add(run)
      for column in Int32(0)..<8 { checksum.add(rows.integer(at: column)) }
      rows.withBytes(at: 8) { checksum.add($0) }
      guard rows.integer(at: 9) == checksum.value else {
        throw StoreError.damagedIndex(
          path: connection.path, run: run, what: "what it has of a container was changed")
      }
      let first = rows.integer(at: 2)
      var container = RunContainer(
        container: rows.integer(at: 0), epoch: rows.integer(at: 1),
        ordinals: first..<max(first, rows.integer(at: 3)),
        minTime: Timestamp(nanoseconds: rows.integer(at: 4)),
        maxTime: Timestamp(nanoseconds: rows.integer(at: 5)),
        streams: UInt8(truncatingIfNeeded: rows.integer(at: 6)), textBlocks: Int(rows.integer(at: 7)),
        templates: [], templateLines: [])
      guard rows.withBytes(at: 8, { container.readTemplates($0) }) else {
        throw StoreError.damagedIndex(path: connection.path, run: run, what: "its templates end early")
      }
      found.append(container)
    }
    return found
  }

  /// Those of several runs together, by container.
  static func merged(
    _ runs: [StoredRun], _ data: BlockData, in connection: Connection
  ) throws -> [RunContainer] {
    var found: [Key: RunContainer] = [:]
    for run in runs {
      let parts =
        run.level == 0
        ? try ofBlocks(run.blocks, data, in: connection) : try read(run: run.run, in: connection)
      for part in parts {
        let key = Key(container: part.container, epoch: part.epoch)
        if found[key]?.add(part) == nil { found[key] = part }
      }
    }
    return found.values.sorted { ($0.container, $0.epoch) < ($1.container, $1.epoch) }
  }

  private struct Key: Hashable {
    var container: Int64
    var epoch: Int64
  }

  /// What blocks have, each by itself.
  private static func ofBlocks(
    _ blocks: Range<Int64>, _ data: BlockData, in connection: Connection
  ) throws -> [RunContainer] {
    let rows = try connection.prepare(
      "SELECT \(BlockSummary.columns) FROM blocks WHERE block>=?1 AND block<?2 ORDER BY block")
    try rows.bind(blocks.lowerBound, at: 1)
    try rows.bind(blocks.upperBound, at: 2)
    var found: [RunContainer] = []
    while try rows.step() {
      let block = try BlockSummary(rows, path: connection.path)
      var container = RunContainer(
        container: block.container, epoch: block.epoch,
        ordinals: block.firstOrdinal..<block.firstOrdinal + Int64(block.lines), minTime: block.minTime,
        maxTime: block.maxTime, streams: block.streams, textBlocks: block.hasTemplates ? 0 : 1, templates: [],
        templateLines: [])
      if block.hasTemplates {
        let head = try data.head(block)
        container.templates = head.templates
        container.templateLines = head.lines.map(Int.init)
      }
      found.append(container)
    }
    return found
  }

  /// Stores those of a merged run.
  static func store(_ containers: [RunContainer], run: Int64, in connection: Connection) throws {
    let insert = try connection.prepare(
      "INSERT INTO run_containers VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)")
    for container in containers {
      let fields = [
        run, container.container, container.epoch, container.ordinals.lowerBound,
        container.ordinals.upperBound,
        container.minTime.nanoseconds, container.maxTime.nanoseconds, Int64(container.streams),
        Int64(container.textBlocks),
      ]
      let templates = container.templateBytes
      var checksum = RowChecksum()
      for (index, field) in fields.enumerated() {
        try insert.bind(field, at: Int32(index + 1))
        checksum.add(field)
      }
      checksum.add(templates.span.bytes)
      try insert.bind(templates, at: 10)
      try insert.bind(checksum.value, at: 11)
      try insert.run()
    }
  }
}

extension RunContainer {
  /// Of each template, by its number: the difference to the number before less one, and how many lines less one; varints.
  fileprivate var templateBytes: [UInt8] {
    var bytes: [UInt8] = []
    var next: UInt32 = 0
    for (template, lines) in zip(templates, templateLines) {
      Varint.append(UInt64(template - next), to: &bytes)
      Varint.append(UInt64(lines - 1), to: &bytes)
      next = template + 1
    }
    return bytes
  }

  /// Reads ``templateBytes``; false if they are none.
  fileprivate mutating func readTemplates(_ bytes: RawSpan) -> Bool {
    let end = UInt64(TemplateDictionary.maximumCount)
    var next: UInt64 = 0
    var offset = 0
    templates.reserveCapacity(bytes.byteCount / 3)
    templateLines.reserveCapacity(bytes.byteCount / 3)
    while offset < bytes.byteCount {
      guard let step = Varint.read(bytes, at: &offset), let lines = Varint.read(bytes, at: &offset),
        step < end, lines < UInt64(UInt32.max), next + step < end
      else { return false }
      templates.append(UInt32(next + step))
      templateLines.append(Int(lines) + 1)
      next += step + 1
    }
    return true
  }
}

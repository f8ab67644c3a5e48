internal import LogWire
internal import SQLite

/// The open segment of a shard: takes batches, a transaction at a time. Used by one thread.
///
/// A batch goes to the tail, as plain rows, until the container has ``foldLines`` lines or ``foldBytes`` bytes there;
/// then tail and batch become blocks. A batch of that size by itself goes to blocks at once. Either way lines, words
/// and the container's position are committed together.
final class SegmentWriter {
  /// What the writer knows of a container of this segment.
  struct Container {
    var number: Int64
    var info: ContainerInfo
    var position: ContainerPosition
    /// When a batch last moved the position.
    var updated: Timestamp
    var tailLines = 0
    var tailBytes = 0

    /// The containers of a segment that have positions.
    static func all(in connection: Connection) throws(SQLiteError) -> [Container] {
      let positions = try SegmentTables.positions(in: connection)
      let updates = try SegmentTables.updates(in: connection)
      return try SegmentTables.containers(in: connection).compactMap { number, info in
        guard let position = positions[number], let updated = updates[number] else { return nil }
        return Container(number: number, info: info, position: position, updated: updated)
      }
    }
  }

  static let foldLines = 1024
  static let foldBytes = 128 << 10
  /// About how many bytes of text a block has: a block is what a search must decompress to look at one line.
  static let blockBytes = 256 << 10
  /// How many lines a block has at most, however short they are.
  static let blockLines = 1 << 16

  let path: String
  /// By the Engine's id.
  private(set) var containers: [String: Container] = [:]
  /// What the transaction that is going on has changed; becomes `containers` when it is committed.
  private var staged: [String: Container] = [:]

  private let connection: Connection
  private let codec = TextBlockCodec()
  private var words = WordCollector()
  private var folded = LineBatch()
  private var encoded: [UInt8] = []
  private let insertTail: Statement
  private let selectTail: Statement
  private let deleteTail: Statement
  private let insertBlock: Statement
  private let insertData: Statement
  private let insertWords: Statement
  private let storePosition: Statement

  /// Opens an existing segment.
  init(path: String) throws {
    self.path = path
    connection = try Connection(path: path, mode: .readWrite)
    try SegmentSchema.check(connection)
    // NORMAL: a commit is safe from crashes of processes. A power failure may take back the last commits, whole
    // ones, and Docker still has those lines.
    try connection.execute(
      """
      PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16384;
      PRAGMA wal_autocheckpoint=2000; PRAGMA journal_size_limit=67108864
      """)
    insertTail = try connection.prepare("INSERT INTO tail VALUES(?1,?2,?3,?4,?5,?6,?7)")
    selectTail = try connection.prepare(
      "SELECT time, stream, flags, message FROM tail WHERE container=?1 AND epoch=?2 ORDER BY ordinal")
    deleteTail = try connection.prepare("DELETE FROM tail WHERE container=?1 AND epoch=?2")
    insertBlock = try connection.prepare("INSERT INTO blocks VALUES(NULL,?1,?2,?3,?4,?5,?6,?7,?8,?9)")
    insertData = try connection.prepare("INSERT INTO block_data VALUES(?1,?2)")
    insertWords = try connection.prepare("INSERT INTO words(rowid, tokens) VALUES(?1,?2)")
    storePosition = try connection.prepare(
      """
      INSERT INTO positions VALUES(?1,?2,?3,?4,?5,?6) ON CONFLICT(container) DO UPDATE SET
      epoch=?2, next_ordinal=?3, updated=?4, open_since=?5, window=?6
      """)
    try loadContainers()
  }

  private func loadContainers() throws {
    for container in try Container.all(in: connection) { containers[container.info.id] = container }
    let tails = try connection.prepare(
      "SELECT c.id, count(*), sum(length(message)) FROM tail JOIN containers c USING(container) GROUP BY 1")
    while try tails.step() {
      containers[tails.text(at: 0)]?.tailLines = Int(tails.integer(at: 1))
      containers[tails.text(at: 0)]?.tailBytes = Int(tails.integer(at: 2))
    }
  }

  /// Creates the segment at `path`, with containers and positions of the one before it.
  static func create(path: String, carrying containers: [Container], now: Timestamp) throws {
    let connection = try Connection(path: path, mode: .create)
    try SegmentSchema.create(in: connection)
    try connection.transaction {
      let meta = try connection.prepare("INSERT INTO meta VALUES('created', ?1)")
      try meta.bind(now.nanoseconds, at: 1)
      try meta.run()
      for container in containers {
        try Self.insert(container.info, number: container.number, in: connection)
        let position = try connection.prepare("INSERT INTO positions VALUES(?1,?2,?3,?4,?5,?6)")
        try Self.bind(container, to: position)
        try position.run()
      }
    }
    try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
  }

  /// Bytes of the database, without the write-ahead log.
  func size() throws -> Int64 {
    let pages = try connection.integer("PRAGMA page_count") ?? 0
    return pages * SegmentSchema.pageSize
  }

  /// Whether no line was stored yet.
  func isEmpty() throws -> Bool {
    try connection.integer("SELECT EXISTS(SELECT 1 FROM blocks) OR EXISTS(SELECT 1 FROM tail)") == 0
  }

  /// When the segment was created.
  func created() throws -> Timestamp {
    Timestamp(nanoseconds: try connection.integer("SELECT value FROM meta WHERE key='created'") ?? 0)
  }

  /// Stores batches and the positions behind them, all or nothing.
  func commit(_ batches: [ContainerBatch], now: Timestamp) throws {
    staged = containers
    defer { staged = [:] }
    try connection.transaction {
      for batch in batches { try take(batch, now: now) }
    }
    containers = staged
  }

  /// Gives a container the position it has elsewhere. Lines of it that are here are numbered as they were.
  func adopt(_ info: ContainerInfo, position: ContainerPosition, now: Timestamp) throws {
    staged = containers
    defer { staged = [:] }
    try connection.transaction {
      var container = try container(for: info, now: now)
      if container.tailLines > 0 { try fold(&container, with: LineBatch()) }
      container.position = position
      try store(&container, now: now)
    }
    containers = staged
  }

  /// Turns every tail into blocks, before the segment is sealed.
  func foldTails(now: Timestamp) throws {
    staged = containers
    defer { staged = [:] }
    try connection.transaction {
      for var container in staged.values where container.tailLines > 0 {
        try fold(&container, with: LineBatch())
        staged[container.info.id] = container
      }
    }
    containers = staged
  }

  // MARK: - Inside the transaction

  private func take(_ batch: ContainerBatch, now: Timestamp) throws {
    var container = try container(for: batch.container, now: now)
    let count = batch.lines.count
    if count > 0 {
      let lines = container.tailLines + count
      let bytes = container.tailBytes + batch.lines.bytes.count
      if lines >= Self.foldLines || bytes >= Self.foldBytes {
        try fold(&container, with: batch.lines)
      } else {
        try appendTail(container, batch.lines)
        container.tailLines = lines
        container.tailBytes = bytes
      }
      container.position.nextOrdinal += Int64(count)
      container.position.position.advance(over: batch.lines)
    }
    container.position.position.openSince = batch.openSince
    try store(&container, now: now)
  }

  private func container(for info: ContainerInfo, now: Timestamp) throws -> Container {
    guard var known = staged[info.id] else {
      let number = (staged.values.lazy.map(\.number).max() ?? 0) + 1
      try Self.insert(info, number: number, in: connection)
      return Container(
        number: number, info: info, position: ContainerPosition(epoch: now.nanoseconds), updated: now)
    }
    if known.info != info {
      try Self.insert(info, number: known.number, in: connection)
      known.info = info
    }
    return known
  }

  private static func insert(_ info: ContainerInfo, number: Int64, in connection: Connection) throws {
    let row = try connection.prepare(
      """
      INSERT INTO containers VALUES(?1,?2,?3,?4,?5,?6,?7,?8) ON CONFLICT(container) DO UPDATE SET
      name=?3, project=?4, resource=?5, image=?6, tty=?7, log_driver=?8
      """)
    try row.bind(number, at: 1)
    try row.bind(info.id, at: 2)
    try row.bind(info.name, at: 3)
    try row.bind(info.project, at: 4)
    try row.bind(info.resource, at: 5)
    try row.bind(info.image, at: 6)
    try row.bind(info.tty ? 1 : 0, at: 7)
    try row.bind(info.logDriver, at: 8)
    try row.run()
    let clear = try connection.prepare("DELETE FROM labels WHERE container=?1")
    try clear.bind(number, at: 1)
    try clear.run()
    let label = try connection.prepare("INSERT INTO labels VALUES(?1,?2,?3)")
    for (key, value) in info.labels.sorted(by: { $0.key < $1.key }) {
      try label.bind(number, at: 1)
      try label.bind(key, at: 2)
      try label.bind(value, at: 3)
      try label.run()
    }
  }

  private func store(_ container: inout Container, now: Timestamp) throws {
    container.updated = now
    try Self.bind(container, to: storePosition)
    try storePosition.run()
    staged[container.info.id] = container
  }

  private static func bind(_ container: Container, to statement: Statement) throws {
    let position = container.position
    try statement.bind(container.number, at: 1)
    try statement.bind(position.epoch, at: 2)
    try statement.bind(position.nextOrdinal, at: 3)
    try statement.bind(container.updated.nanoseconds, at: 4)
    try statement.bind(position.position.openSince?.nanoseconds, at: 5)
    try statement.bind(position.position.windowBytes, at: 6)
  }

  private func appendTail(_ container: Container, _ lines: LineBatch) throws {
    let messages = lines.bytes
    let bytes = messages.span.bytes
    try insertTail.bind(container.number, at: 1)
    try insertTail.bind(container.position.epoch, at: 2)
    for (index, line) in lines.lines.enumerated() {
      try insertTail.bind(container.position.nextOrdinal + Int64(index), at: 3)
      try insertTail.bind(line.time.nanoseconds, at: 4)
      try insertTail.bind(Int64(line.stream.rawValue), at: 5)
      try insertTail.bind(Int64(line.flags.rawValue), at: 6)
      try insertTail.bind(bytes.extracting(lines.range(of: index)), at: 7)
      try insertTail.run()
    }
  }

  /// Writes the container's tail and `batch` behind it as blocks.
  private func fold(_ container: inout Container, with batch: LineBatch) throws {
    let firstOrdinal = container.position.nextOrdinal - Int64(container.tailLines)
    guard container.tailLines > 0 else {
      return try writeBlocks(of: batch, container, firstOrdinal: firstOrdinal)
    }
    folded.removeAll()
    try selectTail.bind(container.number, at: 1)
    try selectTail.bind(container.position.epoch, at: 2)
    while try selectTail.step() {
      selectTail.withBytes(at: 3) { message in
        folded.append(
          message: message, time: Timestamp(nanoseconds: selectTail.integer(at: 0)),
          stream: LogStream(rawValue: UInt8(truncatingIfNeeded: selectTail.integer(at: 1))) ?? .stdout,
          flags: LineFlags(rawValue: UInt8(truncatingIfNeeded: selectTail.integer(at: 2))))
      }
    }
    folded.append(batch, lines: 0..<batch.count)
    try writeBlocks(of: folded, container, firstOrdinal: firstOrdinal)
    try deleteTail.bind(container.number, at: 1)
    try deleteTail.bind(container.position.epoch, at: 2)
    try deleteTail.run()
    container.tailLines = 0
    container.tailBytes = 0
  }

  private func writeBlocks(of lines: LineBatch, _ container: Container, firstOrdinal: Int64) throws {
    var start = 0
    while start < lines.count {
      let first = lines.range(of: start).lowerBound
      var end = start + 1
      while end < lines.count, end - start < Self.blockLines,
        Int(lines.lines[end].end) - first <= Self.blockBytes
      {
        end += 1
      }
      try writeBlock(of: lines, start..<end, container, firstOrdinal: firstOrdinal + Int64(start))
      start = end
    }
  }

  private func writeBlock(
    of batch: LineBatch, _ range: Range<Int>, _ container: Container, firstOrdinal: Int64
  ) throws {
    let messages = batch.bytes
    let bytes = messages.span.bytes
    var minTime = Timestamp.distantFuture
    var maxTime = Timestamp.distantPast
    var streams: Int64 = 0
    words.removeAll()
    for index in range {
      let line = batch.lines[index]
      minTime = min(minTime, line.time)
      maxTime = max(maxTime, line.time)
      streams |= 1 << Int64(line.stream.rawValue - 1)
      words.add(bytes.extracting(batch.range(of: index)))
    }
    encoded.removeAll(keepingCapacity: true)
    try codec.encode(batch, lines: range, minTime: minTime, into: &encoded)

    let textBytes = Int(batch.lines[range.upperBound - 1].end) - batch.range(of: range.lowerBound).lowerBound
    try insertBlock.bind(container.number, at: 1)
    try insertBlock.bind(container.position.epoch, at: 2)
    try insertBlock.bind(firstOrdinal, at: 3)
    try insertBlock.bind(Int64(range.count), at: 4)
    try insertBlock.bind(minTime.nanoseconds, at: 5)
    try insertBlock.bind(maxTime.nanoseconds, at: 6)
    try insertBlock.bind(streams, at: 7)
    try insertBlock.bind(BlockCodecID.text.rawValue, at: 8)
    try insertBlock.bind(Int64(textBytes), at: 9)
    try insertBlock.run()
    let block = connection.lastInsertedRow
    try insertData.bind(block, at: 1)
    try insertData.bind(encoded, at: 2)
    try insertData.run()
    try insertWords.bind(block, at: 1)
    try insertWords.bind(text: words.text, at: 2)
    try insertWords.run()
  }
}

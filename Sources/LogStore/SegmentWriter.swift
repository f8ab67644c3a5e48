internal import LogBlocks
internal import LogWire
internal import SQLite

/// The open segment of a shard: takes batches, a transaction at a time. Used by one thread.
///
/// A batch goes to the tail, as one piece, until the container has ``ShardWriter/Sizes/foldLines`` lines or ``ShardWriter/Sizes/foldBytes`` bytes there;
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
    var tailPieces = 0

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

  /// So many pieces of a tail are made one, so that reading it takes few rows however slowly it grows.
  static let tailPieces = 32
  /// How many lines a block has at most, however short they are.
  static let blockLines = 1 << 16

  let path: String
  /// By the Engine's id.
  private(set) var containers: [String: Container] = [:]
  /// How far files were imported.
  private(set) var imports: [ImportProgress.Source: ImportProgress] = [:]
  /// What the transaction that is going on has changed; becomes `containers` when it is committed.
  private var staged: [String: Container] = [:]

  private let sizes: ShardWriter.Sizes
  private let connection: Connection
  private let blocks: BlockWriter
  private var folded = LineBatch()
  private var encoded: [UInt8] = []
  /// Bytes of text that the transaction has written as blocks.
  private var foldedBytes = 0
  private let checkpoints: SegmentCheckpoints
  private let insertTail: Statement
  private let selectTail: Statement
  private let deleteTail: Statement
  private let storePosition: Statement

  /// Opens an existing segment.
  init(path: String, sizes: ShardWriter.Sizes) throws {
    self.path = path
    self.sizes = sizes
    connection = try Connection(path: path, mode: .readWrite)
    try SegmentSchema.check(connection)
    // NORMAL: a commit is safe from crashes of processes. A power failure may take back the last commits, whole
    // ones, and Docker still has those lines.
    try connection.execute(
      """
      PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16384;
      PRAGMA journal_size_limit=134217728
      """)
    connection.countLogPages()
    checkpoints = SegmentCheckpoints(path: path, sizes: sizes)
    blocks = try BlockWriter(connection)
    insertTail = try connection.prepare("INSERT INTO tail VALUES(NULL,?1,?2,?3,?4,?5,?6)")
    selectTail = try connection.prepare(
      "SELECT data FROM tail WHERE container=?1 AND epoch=?2 ORDER BY first_ordinal")
    deleteTail = try connection.prepare("DELETE FROM tail WHERE container=?1 AND epoch=?2")
    storePosition = try connection.prepare(
      """
      INSERT INTO positions VALUES(?1,?2,?3,?4,?5,?6) ON CONFLICT(container) DO UPDATE SET
      epoch=?2, next_ordinal=?3, updated=?4, open_since=?5, window=?6
      """)
    try loadContainers()
    for progress in try ImportProgress.all(in: connection) { imports[progress.source] = progress }
  }

  private func loadContainers() throws {
    for container in try Container.all(in: connection) { containers[container.info.id] = container }
    let tails = try connection.prepare(
      """
      SELECT c.id, sum(t.lines), sum(t.text_bytes), count(*)
      FROM tail t JOIN containers c USING(container) GROUP BY 1
      """)
    while try tails.step() {
      containers[tails.text(at: 0)]?.tailLines = Int(tails.integer(at: 1))
      containers[tails.text(at: 0)]?.tailBytes = Int(tails.integer(at: 2))
      containers[tails.text(at: 0)]?.tailPieces = Int(tails.integer(at: 3))
    }
  }

  /// What a new segment has from the one before it.
  struct Carried {
    var containers: [Container] = []
    var imports: [ImportProgress] = []
  }

  /// All that the next segment may need.
  var carried: Carried { Carried(containers: Array(containers.values), imports: Array(imports.values)) }

  /// Gives a segment that has nothing the containers, positions and imports of the one before it, durably.
  static func fill(path: String, carrying carried: Carried, now: Timestamp) throws {
    do {
      let connection = try Connection(path: path, mode: .readWrite)
      // The file is written to the disk as a whole, before it gets its name.
      try connection.execute("PRAGMA synchronous=OFF")
      try connection.transaction { try fill(connection, carrying: carried, now: now) }
      try connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try SystemCall.synchronize(path)
  }

  private static func fill(_ connection: Connection, carrying carried: Carried, now: Timestamp) throws {
    let meta = try connection.prepare("INSERT INTO meta VALUES('created', ?1)")
    try meta.bind(now.nanoseconds, at: 1)
    try meta.run()
    for progress in carried.imports { try progress.store(in: connection) }
    for container in carried.containers {
      try Self.insert(container.info, number: container.number, in: connection)
      let position = try connection.prepare("INSERT INTO positions VALUES(?1,?2,?3,?4,?5,?6)")
      try Self.bind(container, to: position)
      try position.run()
    }
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

  /// Stores batches, the positions behind them and how far files were imported, all or nothing.
  func commit(_ batches: [ContainerBatch], imports progress: [ImportProgress], now: Timestamp) throws {
    checkpoints.makeRoom(logPages: connection.logPages)
    try changing {
      for batch in batches { try take(batch, now: now) }
      try foldLargestTails()
      for progress in progress { try progress.store(in: connection) }
    }
    for progress in progress { imports[progress.source] = progress }
    checkpoints.committed(logPages: connection.logPages)
  }

  /// Runs `body` in a transaction; what it changed in memory holds only if that was committed.
  private func changing(_ body: () throws -> Void) throws {
    staged = containers
    foldedBytes = 0
    defer { staged = [:] }
    do {
      try connection.transaction(body)
    } catch {
      blocks.rollBack()
      throw error
    }
    blocks.commit()
    containers = staged
  }

  /// Gives a container the position it has elsewhere. Lines of it that are here are numbered as they were.
  func adopt(_ info: ContainerInfo, position: ContainerPosition, now: Timestamp) throws {
    try changing {
      var container = try container(for: info, now: now)
      if container.tailLines > 0 { try fold(&container, with: LineBatch()) }
      container.position = position
      try store(&container, now: now)
    }
  }

  /// Whether ``synchronize()`` would be done soon; if not, it is about to be.
  var isSettled: Bool { checkpoints.isSettled(logPages: connection.logPages) }

  /// Writes what was committed to the disk.
  func synchronize() throws { try SystemCall.synchronize(path + "-wal") }

  /// Nothing more is written, and the segment will be sealed. What is left in the log is for who does that, not for closing.
  func retire() { connection.keepLog() }

  /// Returns when no checkpoint runs beside this any more.
  func finishCheckpoints() { checkpoints.finish() }

  /// Turns every tail into blocks, before the segment is sealed.
  func foldTails(now: Timestamp) throws {
    try changing {
      for var container in staged.values where container.tailLines > 0 {
        try fold(&container, with: LineBatch())
        staged[container.info.id] = container
      }
    }
  }

  // MARK: - Inside the transaction

  private func take(_ batch: ContainerBatch, now: Timestamp) throws {
    var container = try container(for: batch.container, now: now)
    let count = batch.lines.count
    if count > 0 {
      if isFolded(container, with: batch.lines) {
        try fold(&container, with: batch.lines)
      } else {
        try appendTail(&container, batch.lines)
      }
      container.position.nextOrdinal += Int64(count)
      if batch.isReadOn { container.position.position.advance(over: batch.lines) }
    }
    container.position.position.openSince = batch.openSince
    try store(&container, now: now)
  }

  /// Whether the tail becomes blocks, with the batch behind it.
  ///
  /// Containers that print alike would all come to that in the same transaction, which would take as long as all others
  /// together. So the tails of some wait for one of the next, and from then on they come in turn.
  private func isFolded(_ container: Container, with batch: LineBatch) -> Bool {
    let lines = container.tailLines + batch.count
    let bytes = container.tailBytes + batch.bytes.count
    func has(_ times: Int) -> Bool { lines >= times * sizes.foldLines || bytes >= times * sizes.foldBytes }
    // A batch that is a block by itself would be written twice.
    let mayWait = foldedBytes >= sizes.foldBytes / 2 && container.tailLines > 0
    return has(mayWait ? 2 : 1)
  }

  private func foldLargestTails() throws {
    var total = staged.values.reduce(0) { $0 + $1.tailBytes }
    while total > sizes.allTailBytes, var largest = staged.values.max(by: { $0.tailBytes < $1.tailBytes }) {
      total -= largest.tailBytes
      try fold(&largest, with: LineBatch())
      staged[largest.info.id] = largest
    }
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

  private func appendTail(_ container: inout Container, _ lines: LineBatch) throws {
    let first = container.position.nextOrdinal
    guard container.tailPieces >= Self.tailPieces else {
      try insertTail(container, lines, firstOrdinal: first)
      container.tailPieces += 1
      container.tailLines += lines.count
      container.tailBytes += lines.bytes.count
      return
    }
    let firstOrdinal = first - Int64(container.tailLines)
    try takeTail(&container)
    folded.append(lines, lines: 0..<lines.count)
    try insertTail(container, folded, firstOrdinal: firstOrdinal)
    (container.tailPieces, container.tailLines, container.tailBytes) = (1, folded.count, folded.bytes.count)
  }

  private func insertTail(_ container: Container, _ lines: LineBatch, firstOrdinal: Int64) throws {
    encoded.removeAll(keepingCapacity: true)
    TailCodec.encode(lines, into: &encoded)
    try insertTail.bind(container.number, at: 1)
    try insertTail.bind(container.position.epoch, at: 2)
    try insertTail.bind(firstOrdinal, at: 3)
    try insertTail.bind(Int64(lines.count), at: 4)
    try insertTail.bind(Int64(lines.bytes.count), at: 5)
    try insertTail.bind(encoded, at: 6)
    try insertTail.run()
  }

  /// Moves the container's tail to ``folded``.
  private func takeTail(_ container: inout Container) throws {
    folded.removeAll()
    for statement in [selectTail, deleteTail] {
      try statement.bind(container.number, at: 1)
      try statement.bind(container.position.epoch, at: 2)
    }
    while try selectTail.step() {
      do {
        try selectTail.withBytes(at: 0) { data throws(BlockDamage) in
          try TailCodec.decode(data, into: &folded)
        }
      } catch {
        selectTail.reset()
        throw StoreError.damagedTail(path: path, container: container.number, what: error.what)
      }
    }
    try deleteTail.run()
    (container.tailPieces, container.tailLines, container.tailBytes) = (0, 0, 0)
  }

  /// Writes the container's tail and `batch` behind it as blocks.
  private func fold(_ container: inout Container, with batch: LineBatch) throws {
    let firstOrdinal = container.position.nextOrdinal - Int64(container.tailLines)
    guard container.tailLines > 0 else {
      return try writeBlocks(of: batch, container, firstOrdinal: firstOrdinal)
    }
    try takeTail(&container)
    folded.append(batch, lines: 0..<batch.count)
    try writeBlocks(of: folded, container, firstOrdinal: firstOrdinal)
  }

  /// Cuts lines into blocks of about the same size.
  private func writeBlocks(of lines: LineBatch, _ container: Container, firstOrdinal: Int64) throws {
    foldedBytes += lines.bytes.count
    let parts = max(1, (lines.bytes.count + sizes.blockBytes / 2) / sizes.blockBytes)
    let size = (lines.bytes.count + parts - 1) / parts
    var start = 0
    while start < lines.count {
      let first = lines.range(of: start).lowerBound
      var end = start + 1
      while end < lines.count, end - start < Self.blockLines, Int(lines.lines[end].end) - first <= size {
        end += 1
      }
      try blocks.write(
        lines, start..<end,
        at: .init(
          container: container.number, epoch: container.position.epoch,
          firstOrdinal: firstOrdinal + Int64(start)))
      start = end
    }
  }
}

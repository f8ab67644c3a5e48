package import LogStore
internal import LogWire
internal import Platform

/// Imports files into the shard that is theirs, each line once. Used by one thread.
///
/// What was read is stored a batch at a time, together with how far the file was read; the next import of the file begins there.
/// Beside a running lslogd: it has shards of its own.
package final class Importer {
  /// A segment of fewer bytes stays open for the next import.
  private static let sealedBytes: Int64 = 2 << 20
  /// So many bytes of lines may be held while a line is open, behind which nothing can be stored.
  private static let openLineBytes = SourceFile.maximumBytes
  /// After so many transactions the index is merged.
  private static let maintainedCommits = 64

  private let layout: StoreLayout
  private let settings: ImportSettings
  private let lock: ShardLock
  private let writer: ShardWriter
  private let maintenance: ShardMaintenance
  private let notify: (ImportNotice) -> Void
  private let isInterrupted: () -> Bool
  private let bytesBefore: Int64
  private var lines = ImportedLines()
  /// The files before this one whose last line goes on in this one.
  private var joined: [ImportProgress] = []
  private var joinedReader: (any RecordReader)?
  private var positioned: Set<String> = []
  private var commits = 0
  /// What was done so far; also after an error.
  package private(set) var report = ImportReport()
  /// Called now and then, with the report.
  package var onProgress: (ImportReport) -> Void = { _ in }

  /// Opens the shard of imported lines, making the store if there is none.
  ///
  /// - Parameters:
  ///   - notify: told what a person should know.
  ///   - isInterrupted: asked often whether to end.
  /// - Throws: `StoreError.shardInUse` while another import runs.
  package init(
    layout: StoreLayout, settings: ImportSettings, limits: ShardWriter.Limits = .init(),
    notify: @escaping (ImportNotice) -> Void, isInterrupted: @escaping () -> Bool
  ) throws {
    self.layout = layout
    self.settings = settings
    self.notify = notify
    self.isInterrupted = isInterrupted
    lock = try ShardLock(layout: layout, shard: StoreLayout.importShard)
    bytesBefore = try Self.size(of: layout)
    writer = try ShardWriter(layout: layout, shard: StoreLayout.importShard, limits: limits, now: .now())
    // Retention is lslogd's, which knows its configuration.
    maintenance = ShardMaintenance(layout: layout, shard: StoreLayout.importShard, retention: .init())
    for case .setAside(let path, let reason) in writer.incidents {
      notify(.setAside(path: path, reason: reason))
    }
  }

  /// Imports the files one after the other, and then seals what was written.
  ///
  /// A line of json-file that is not whole at the end of a file goes on in the next one. Returns early when it is interrupted.
  ///
  /// - Throws: ``ImportError``, and what the store throws. What is in ``report`` is stored all the same.
  package func run(_ paths: [String]) throws {
    report.totalBytes = try totalBytes(of: paths)
    defer { report.storedBytes = ((try? Self.size(of: layout)) ?? bytesBefore) - bytesBefore }
    for path in paths where !report.isInterrupted { try importFile(path) }
    guard !report.isInterrupted else { return }
    try finishJoined()
    try seal()
  }

  private func totalBytes(of paths: [String]) throws(ImportError) -> Int64? {
    var total: Int64 = 0
    for path in paths {
      // A pipe must not be opened twice.
      guard let size = try SourceFile.regularSize(path) else { return nil }
      total += size
    }
    return total
  }

  // MARK: - One file

  private func importFile(_ path: String) throws {
    let source = try SourceFile(path: path, now: .now())
    try readHead(of: source)
    let format = try format(of: source)
    let container = container(of: path, format)
    if format != .jsonFile || lines.containers.first != container { try finishJoined() }
    guard var file = try begin(source, format, container) else { return }
    while try step(&file) {}
  }

  /// Reads enough of the file to tell what it is.
  private func readHead(of source: SourceFile) throws(ImportError) {
    repeat {
      guard try source.fill() || !isInterrupted() else { return }
    } while !source.isEnd && !source.hasHead
  }

  private func format(of source: SourceFile) throws(ImportError) -> ImportFormat {
    let unpacker = source.withBytes { ImportFormat.unpacker(for: $0) }
    if let unpacker, settings.format != .plain {
      throw ImportError.compressed(path: source.path, unpacker: unpacker)
    }
    if let format = settings.format { return format }
    let format = source.withBytes { ImportFormat.guess($0) }
    notify(.guessed(path: source.path, format: format))
    return format
  }

  private func container(of path: String, _ format: ImportFormat) -> ContainerInfo? {
    format.namesContainers
      ? nil
      : ImportTarget.container(
        name: settings.container ?? ImportTarget.name(ofFile: path), project: settings.project,
        resource: settings.resource)
  }

  /// Finds how far the file was imported, and goes there; nil if it was to its end.
  private func begin(
    _ source: SourceFile, _ format: ImportFormat, _ container: ContainerInfo?
  ) throws -> FileImport? {
    let stored = try storedProgress(of: source, format, container)
    if let stored, stored.offset > 0 {
      guard stored.offset <= source.size else {
        throw ImportError.shrunk(path: source.path, size: source.size, offset: stored.offset)
      }
      report.doneBytes += stored.offset
      guard stored.offset < source.size else {
        notify(.complete(path: source.path, lines: stored.lines, at: stored.updated))
        return nil
      }
      notify(.resumed(path: source.path, offset: stored.offset, lines: stored.lines))
      try finishJoined()
      try source.seek(to: stored.offset)
    }
    let reader = joinedReader ?? newReader(source, format, stored)
    if joinedReader == nil { lines = ImportedLines(container.map { [$0] } ?? []) }
    joinedReader = nil
    return FileImport(source: source, format: format, reader: reader, stored: stored)
  }

  private func storedProgress(
    of source: SourceFile, _ format: ImportFormat, _ container: ContainerInfo?
  ) throws -> ImportProgress? {
    guard source.isRegular else {
      notify(.notResumable(path: source.path))
      return nil
    }
    let key = source.source(container: container?.id ?? "", format: format)
    let found = writer.imports.filter {
      $0.source.container == key.container && $0.source.format == key.format && source.matches($0.source)
    }
    var stored =
      found.max { $0.offset < $1.offset }
      ?? ImportProgress(
        source: key, path: source.path, offset: 0, records: 0, lines: 0, time: nil, isMidLine: false,
        updated: .now())
    stored.path = source.path
    guard settings.isAgain else { return stored }
    (stored.offset, stored.records, stored.lines, stored.time, stored.isMidLine) = (0, 0, 0, nil, false)
    return stored
  }

  private func newReader(
    _ source: SourceFile, _ format: ImportFormat, _ stored: ImportProgress?
  ) -> any RecordReader {
    let state = ReaderState(time: stored?.time, isMidLine: stored?.isMidLine ?? false)
    return switch format {
    case .plain:
      PlainReader(
        stream: settings.stream, fallback: source.modified, state: state, limit: settings.lineLimit)
    case .jsonFile: JSONFileReader(limit: settings.lineLimit)
    case .frames: FramesReader(fallback: source.modified, state: state, limit: settings.lineLimit)
    case .export: ExportReader(known: writer.containers)
    }
  }

  /// Reads what the buffer holds, stores what is due, and fills the buffer. False at the end of the file, or if interrupted.
  private func step(_ file: inout FileImport) throws -> Bool {
    let before = file.offset
    let bad = file.read(stopsSettled: lines.isDue && !file.reader.isSettled, into: &lines)
    let isOver = try bad.map { try !pass($0, in: &file) } ?? false
    report.bytes += file.offset - before
    report.doneBytes += file.offset - before
    if lines.isDue { try commitIfSettled(&file) }
    onProgress(report)
    try checkMemory(file)
    if isOver || (file.source.isEnd && file.source.isDrained) {
      try end(&file)
      return false
    }
    if isInterrupted() {
      report.isInterrupted = true
      try commitIfSettled(&file)
      return false
    }
    // False: a signal came, and the next step has nothing to read.
    if !file.source.isEnd { _ = try file.source.fill() }
    return true
  }

  private func checkMemory(_ file: FileImport) throws(ImportError) {
    guard file.source.isOverfull || lines.bytes > Self.openLineBytes else { return }
    throw .tooLong(
      path: file.source.path, format: file.format, number: file.records + 1, offset: file.offset,
      limit: Self.openLineBytes)
  }

  /// Passes over what can't be read, if that is wanted. False if nothing follows it.
  private func pass(_ bad: BadRecord, in file: inout FileImport) throws -> Bool {
    let (path, number, offset) = (file.source.path, file.records + 1, file.offset)
    guard settings.skipsBad else {
      try commitIfSettled(&file)
      throw bad.length == nil
        ? ImportError.truncated(
          path: path, format: file.format, number: number, offset: offset, what: bad.what)
        : ImportError.bad(path: path, format: file.format, number: number, offset: offset, what: bad.what)
    }
    report.skipped += 1
    notify(.passedOver(path: path, format: file.format, number: number, offset: offset, what: bad.what))
    // A record that is cut off stays to be read: the file may be still being written.
    guard let length = bad.length else { return false }
    file.advance(length, records: 1)
    return true
  }

  private func end(_ file: inout FileImport) throws {
    if !file.reader.isSettled, file.format == .jsonFile {
      // Rotated in the middle of a line: the next file may go on with it.
      if let progress = file.progress(lines: 0, now: .now()) { joined.append(progress) }
      joinedReader = file.reader
      return
    }
    file.reader.finish(into: &lines)
    try commitIfSettled(&file)
  }

  /// Closes the line that is open at the end of the last file.
  private func finishJoined() throws {
    guard var reader = joinedReader else { return }
    joinedReader = nil
    reader.finish(into: &lines)
    try commit(joined)
    joined = []
  }

  // MARK: - The store

  /// Stores the lines and how far the file was read, unless a line is open.
  private func commitIfSettled(_ file: inout FileImport) throws {
    guard file.reader.isSettled else { return }
    let progress = file.progress(lines: lines.count, now: .now())
    try commit(joined + (progress.map { [$0] } ?? []))
    joined = []
    if let progress { file.store(progress) }
  }

  private func commit(_ progress: [ImportProgress]) throws {
    guard !lines.isEmpty || !progress.isEmpty else { return }
    // No copy of the lines must outlive this, or emptying them would copy them.
    try store(lines.containerBatches, progress)
    report.lines += Int64(lines.count)
    lines.removeAll()
    commits += 1
    if commits.isMultiple(of: Self.maintainedCommits) { try maintain() }
  }

  private func store(_ batches: [ContainerBatch], _ progress: [ImportProgress]) throws {
    for batch in batches where positioned.insert(batch.container.id).inserted {
      // Its lines are numbered on from where they were, even if that is long ago.
      _ = try writer.position(of: batch.container, now: .now())
    }
    try writer.commit(batches, imports: progress, now: .now())
  }

  private func maintain() throws {
    for case .setAside(let path, let reason) in try maintenance.run(
      openSerial: writer.openSerial, now: .now())
    {
      notify(.setAside(path: path, reason: reason))
    }
  }

  /// Seals what was written, so that it takes no more room and time than it must; little stays open for the next import.
  private func seal() throws {
    if report.lines > 0, try writer.openBytes() >= Self.sealedBytes {
      try writer.startNewSegment(now: .now())
    }
    try maintain()
  }

  private static func size(of layout: StoreLayout) throws -> Int64 {
    try layout.segments(ofShard: StoreLayout.importShard).reduce(0) { $0 + $1.size }
  }
}

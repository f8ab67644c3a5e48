internal import LogStore
internal import LogWire

/// One file that is being imported: how far it was read, and whether that much is stored.
struct FileImport {
  let source: SourceFile
  let format: ImportFormat
  var reader: any RecordReader
  /// Where the reader is; nil where nothing can be resumed.
  private(set) var offset: Int64
  private(set) var records: Int64
  /// What the store has; nil if the file is a pipe.
  private(set) var stored: ImportProgress?

  init(source: SourceFile, format: ImportFormat, reader: any RecordReader, stored: ImportProgress?) {
    self.source = source
    self.format = format
    self.reader = reader
    self.stored = stored
    offset = stored?.offset ?? 0
    records = stored?.records ?? 0
  }

  /// Reads what the buffer holds.
  mutating func read(stopsSettled: Bool, into lines: inout ImportedLines) -> BadRecord? {
    let outcome = source.withBytes { bytes in
      reader.read(bytes, isEnd: source.isEnd, stopsSettled: stopsSettled, into: &lines)
    }
    advance(outcome.taken, records: outcome.records)
    return outcome.bad
  }

  /// Passes over bytes.
  mutating func advance(_ bytes: Int, records count: Int) {
    source.take(bytes)
    offset += Int64(bytes)
    records += Int64(count)
  }

  /// What is to be stored together with the lines read so far; nil if nothing has to be.
  func progress(lines: Int, now: Timestamp) -> ImportProgress? {
    guard var progress = stored, offset > progress.offset || lines > 0 else { return nil }
    progress.offset = offset
    progress.records = records
    progress.lines += Int64(lines)
    progress.time = reader.state.time
    progress.isMidLine = reader.state.isMidLine
    progress.updated = now
    return progress
  }

  /// Notes what was stored.
  mutating func store(_ progress: ImportProgress) {
    stored = progress
  }
}

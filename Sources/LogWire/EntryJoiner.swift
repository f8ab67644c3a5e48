/// Joins the entries of a log driver to lines: an entry is a line, or a chunk of a line that is longer than 16 KiB.
///
/// Bounded: for each stream it holds one line of `lineLimit` bytes.
package struct EntryJoiner: Sendable {
  private let joining: PartialJoining
  private var stdout: LineAssembler
  private var stderr: LineAssembler

  /// - Parameter lineLimit: a longer line is cut, nothing of it lost.
  package init(joining: PartialJoining, lineLimit: Int = LogStreamDecoder.defaultLineLimit) {
    self.joining = joining
    stdout = LineAssembler(stream: .stdout, limit: lineLimit)
    stderr = LineAssembler(stream: .stderr, limit: lineLimit)
  }

  /// The time of the oldest line that is not complete.
  package var openSince: Timestamp? {
    switch (stdout.isOpen, stderr.isOpen) {
    case (false, false): nil
    case (true, false): stdout.time
    case (false, true): stderr.time
    case (true, true): min(stdout.time, stderr.time)
    }
  }

  /// Takes one entry: its text, with the line end if it has one.
  @inline(__always)
  package mutating func take(
    _ text: RawSpan, time: Timestamp, isStamped: Bool, stream: LogStream, into batch: inout LineBatch
  ) {
    switch stream {
    case .stdout:
      Self.take(text, time: time, isStamped: isStamped, joining, by: &stdout, into: &batch)
    case .stderr:
      Self.take(text, time: time, isStamped: isStamped, joining, by: &stderr, into: &batch)
    }
  }

  /// Closes the open lines: there are no more entries.
  package mutating func finish(into batch: inout LineBatch) {
    stdout.close(into: &batch)
    stderr.close(into: &batch)
  }

  @inline(__always)
  private static func take(
    _ text: RawSpan, time: Timestamp, isStamped: Bool, _ joining: PartialJoining,
    by assembler: inout LineAssembler, into batch: inout LineBatch
  ) {
    let isEnded = text.byteCount > 0 && text.byte(at: text.byteCount - 1) == UInt8(ascii: "\n")
    if isEnded, !assembler.isOpen {
      assembler.emitWhole(text, time: time, isStamped: isStamped, into: &batch)
    } else {
      takeChunk(
        text, isEnded: isEnded, time: time, isStamped: isStamped, joining, by: &assembler, into: &batch)
    }
  }

  /// Takes an entry that is not a whole line, or that comes while a line is open.
  ///
  /// Shorter than a chunk and without a line end, it was not cut: it was the last of the container's output and is
  /// complete. Kept open, it would come out at another place in the order of lines in each reading, and hold
  /// the position back for as long as that stream is silent.
  @inline(never)
  private static func takeChunk(
    _ text: RawSpan, isEnded: Bool, time: Timestamp, isStamped: Bool, _ joining: PartialJoining,
    by assembler: inout LineAssembler, into batch: inout LineBatch
  ) {
    if assembler.isOpen, !assembler.isContinued(by: time, isStamped: isStamped, joining) {
      assembler.close(into: &batch)
    }
    if !assembler.isOpen { assembler.open(time: time, isStamped: isStamped) }
    assembler.append(text, into: &batch)
    if isEnded || text.byteCount < PartialJoining.chunkLength { assembler.close(into: &batch) }
  }
}

extension LineAssembler {
  /// Whether an entry of that time is the next chunk of the open line.
  fileprivate func isContinued(by time: Timestamp, isStamped: Bool, _ joining: PartialJoining) -> Bool {
    guard isStamped == self.isStamped else { return false }
    if isStamped, joining == .sameTimestamp { return time == self.time }
    return lastChunkLength == PartialJoining.chunkLength
  }
}

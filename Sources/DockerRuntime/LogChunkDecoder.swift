internal import ContainerRuntime
internal import DockerEngine
internal import LogWire
internal import Platform

/// Turns the bytes of a container's log into lines, by the decoder of log collection.
///
/// A line of more than 1 MiB comes as several chunks, of which only the last has the end of the line. Bounded by that
/// decoder's limits.
struct LogChunkDecoder {
  /// Why the log can't be read further; the chunks before it are good.
  private(set) var failure: WireError?

  private var decoder: LogStreamDecoder
  private var batch = LineBatch()
  private let since: Timestamp

  /// Begins with the log of a container.
  ///
  /// - Parameter since: lines that the engine stamped with an earlier time are left out; nil: none are. Engines stop
  ///   looking at times with the first line that is late enough, and send older ones of the other stream behind it.
  init(_ container: ContainerDetails, since: Int64?) {
    self.since = since.map { Timestamp(nanoseconds: $0) } ?? .distantPast
    decoder = LogStreamDecoder(
      framing: container.tty ? .tty : .frames,
      joining: container.logDriver.type == "journald" ? .fullChunk : .sameTimestamp)
  }

  /// Takes the next bytes, and returns the lines that are complete.
  mutating func consume(_ bytes: RawSpan) -> [LogChunk] {
    do throws(WireError) {
      try decoder.consume(bytes, readTime: .now(), into: &batch)
    } catch {
      failure = error
    }
    return takeLines()
  }

  /// There are no more bytes: returns the lines that have no end.
  mutating func finish() -> [LogChunk] {
    do throws(WireError) {
      try decoder.finish(readTime: .now(), into: &batch)
    } catch {
      failure = failure ?? error
    }
    return takeLines()
  }

  private mutating func takeLines() -> [LogChunk] {
    let chunks = batch.lines.indices.compactMap { index -> LogChunk? in
      let line = batch.lines[index]
      guard line.time >= since || line.flags.contains(.unstamped) else { return nil }
      let end = line.flags.lineEnd.withUTF8Buffer { Array($0) }
      return LogChunk(
        stream: line.stream == .stdout ? .stdout : .stderr, time: line.time.nanoseconds,
        bytes: batch.message(index) + end)
    }
    batch.removeAll()
    return chunks
  }
}

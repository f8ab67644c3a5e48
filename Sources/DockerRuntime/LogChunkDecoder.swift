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

  /// Begins with the log of a container.
  init(_ container: ContainerDetails) {
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
    let chunks = batch.lines.indices.map { index in
      let line = batch.lines[index]
      let end = line.flags.lineEnd.withUTF8Buffer { Array($0) }
      return LogChunk(
        stream: line.stream == .stdout ? .stdout : .stderr, time: line.time.nanoseconds,
        bytes: batch.message(index) + end)
    }
    batch.removeAll()
    return chunks
  }
}

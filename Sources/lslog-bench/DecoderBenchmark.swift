internal import CBaseline
internal import LogWire

/// Frames → lines: ``LogStreamDecoder`` and a plain C loop over the same bytes in reads of 64 KiB.
///
/// The batch is emptied when it holds 256 KiB, as the collector does.
struct DecoderBenchmark: Benchmark {
  let name = "decode"
  let summary = "frames to lines; against a plain C loop"
  private let frameCount = 200_000
  private static let readLength = 1 << 16
  private static let batchLength = 1 << 18

  func run(_ conditions: Conditions) -> Outcome {
    var harness = Harness()
    harness.rounds = conditions.options.rounds ?? harness.rounds
    return Outcome(
      measurements: measure("lines of 117 bytes", frames(of: ServiceLog(seed: 7)), harness)
        + measure("lines of 0 to 2,000 bytes", frames(of: UnevenLog(seed: 7)), harness))
  }

  /// One of ten on stderr, 11 µs apart on average.
  private func frames(of source: some LineSource) -> [UInt8] {
    var (source, dice) = (source, Dice(seed: 3))
    var (frames, line): ([UInt8], [UInt8]) = ([], [])
    var time = Timestamp(nanoseconds: 1_795_442_523_000_000_000)
    for _ in 0..<frameCount {
      time.nanoseconds += Int64(dice.below(22_000))
      line.removeAll(keepingCapacity: true)
      source.appendLine(at: time, to: &line)
      Frame.append(line, time: time, stream: dice.isOne(in: 10) ? .stderr : .stdout, to: &frames)
    }
    return frames
  }

  private func measure(_ label: String, _ bytes: [UInt8], _ harness: Harness) -> [Measurement] {
    let decoder = SwiftDecoding()
    let loop = CDecoding()
    let (candidate, baseline) = harness.compare(
      candidate: { decoder.decode(bytes) }, baseline: { loop.decode(bytes) })
    return Comparison(
      subject: label, candidate: .init(name: "Swift decoder", samples: candidate),
      baseline: .init(name: "C loop", samples: baseline),
      work: .init(unit: "frames", count: frameCount, bytes: bytes.count)
    ).measurements
  }

  /// The decoder, with a batch that is used again for each run.
  private final class SwiftDecoding {
    private var batch = LineBatch()

    /// Returns a number made of the counts and the times of all lines.
    func decode(_ bytes: [UInt8]) -> UInt64 {
      var decoder = LogStreamDecoder(framing: .frames, joining: .sameTimestamp)
      var sum: UInt64 = 0
      do throws(WireError) {
        for start in stride(from: 0, to: bytes.count, by: readLength) {
          let read = bytes.span.bytes.extracting(start..<min(start + readLength, bytes.count))
          try decoder.consume(read, readTime: .distantPast, into: &batch)
          if batch.bytes.count >= batchLength { flush(&sum) }
        }
        try decoder.finish(readTime: .distantPast, into: &batch)
      } catch {
        preconditionFailure("the benchmark's own frames are refused: \(error)")
      }
      flush(&sum)
      return sum
    }

    private func flush(_ sum: inout UInt64) {
      sum &+= UInt64(batch.count) &+ UInt64(batch.bytes.count)
      if let last = batch.lines.last { sum &+= UInt64(bitPattern: last.time.nanoseconds) }
      batch.removeAll()
    }
  }

  /// The C loop, with the same reads; what is left of one read is put before the next.
  private final class CDecoding {
    private var batch = cbaseline_batch()
    private var buffer = [UInt8](repeating: 0, count: 2 * readLength)

    deinit { cbaseline_free(&batch) }

    func decode(_ bytes: [UInt8]) -> UInt64 {
      var sum: UInt64 = 0
      var kept = 0
      bytes.withUnsafeBytes { input in
        buffer.withUnsafeMutableBytes { buffer in
          for start in stride(from: 0, to: bytes.count, by: readLength) {
            let end = min(start + readLength, bytes.count)
            UnsafeMutableRawBufferPointer(rebasing: buffer[kept...]).copyMemory(
              from: UnsafeRawBufferPointer(rebasing: input[start..<end]))
            let have = kept + end - start
            let taken = cbaseline_decode(buffer.baseAddress, have, &batch)
            precondition(taken >= 0, "the benchmark's own frames are refused")
            kept = have - taken
            UnsafeMutableRawBufferPointer(rebasing: buffer[..<kept]).copyMemory(
              from: UnsafeRawBufferPointer(rebasing: buffer[taken..<have]))
            if batch.byte_count >= batchLength { flush(&sum) }
          }
        }
      }
      flush(&sum)
      return sum
    }

    private func flush(_ sum: inout UInt64) {
      sum &+= UInt64(batch.line_count) &+ UInt64(batch.byte_count)
      if batch.line_count > 0 { sum &+= UInt64(bitPattern: batch.lines[batch.line_count - 1].time) }
      cbaseline_clear(&batch)
    }
  }
}

internal import Dispatch
internal import Glibc
internal import LogStore
internal import LogWire
internal import Synchronization

/// How long the transactions of a writer take while segments are sealed beside it.
///
/// Segments are small here, so that there are many ends of segments among the commits.
struct CommitBenchmark: Benchmark {
  let name = "commits"
  let summary = "how long a commit takes while segments are sealed beside it: of 4 containers, and of 40"

  private static let rounds = 3
  private static let segmentBytes: Int64 = 16 << 20

  func run(_ conditions: Conditions) throws -> Outcome {
    var outcome = Outcome()
    for source in conditions.options.sources {
      for containers in [4, 40] {
        var trials: [CommitTrial] = []
        for _ in 0..<(conditions.options.rounds ?? Self.rounds) {
          trials.append(
            try trial(source, containers, lines: conditions.options.lines, conditions.folder.file("commits")))
          try conditions.folder.remove("commits")
        }
        outcome.measurements.append(
          CommitTrial.measurement(trials, subject: "\(source.name), \(containers) containers"))
      }
    }
    return outcome
  }

  private func trial(_ source: Corpus.Source, _ containers: Int, lines: Int, _ path: String) throws
    -> CommitTrial
  {
    var corpus = try Corpus(source, lines: lines, containerCount: containers)
    let layout = StoreLayout(path: path)
    let start = Timestamp(nanoseconds: 1_795_442_523_000_000_000)
    let writer = try ShardWriter(
      layout: layout, shard: 0, limits: .init(segmentBytes: Self.segmentBytes), now: start)
    var store = LslogDesign(layout: layout, writer: writer, containerCount: corpus.containerCount)
    let maintenance = MaintenanceBeside(layout, openSerial: writer.openSerial)
    var trial = CommitTrial(lines: lines)
    let processBefore = Samples.now(CLOCK_PROCESS_CPUTIME_ID)
    let threadBefore = Samples.now(CLOCK_THREAD_CPUTIME_ID)
    while let batches = try store.nextBatches(of: &corpus) {
      try trial.measure { try writer.commit(batches, now: start) }
      maintenance.openSerial = writer.openSerial
    }
    let making =
      Samples.now(CLOCK_THREAD_CPUTIME_ID) - threadBefore - UInt64(trial.threadNanoseconds)
    maintenance.stop()
    try store.seal()
    trial.cpuNanoseconds = Int(Samples.now(CLOCK_PROCESS_CPUTIME_ID) - processBefore - making)
    return trial
  }
}

/// Seals beside the writer, as the collector does, but as often as it can.
private final class MaintenanceBeside: Sendable {
  private let serial: Atomic<UInt32>
  private let isOver = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  init(_ layout: StoreLayout, openSerial: UInt32) {
    serial = Atomic(openSerial)
    let maintenance = ShardMaintenance(layout: layout, shard: 0, retention: .init())
    DispatchQueue.global().async { [self] in
      while !isOver.load(ordering: .relaxed) {
        _ = try? maintenance.run(openSerial: self.openSerial, now: Timestamp(nanoseconds: 1))
        usleep(100_000)
      }
      ended.signal()
    }
  }

  var openSerial: UInt32 {
    get { serial.load(ordering: .relaxed) }
    set { serial.store(newValue, ordering: .relaxed) }
  }

  func stop() {
    isOver.store(true, ordering: .relaxed)
    ended.wait()
  }
}

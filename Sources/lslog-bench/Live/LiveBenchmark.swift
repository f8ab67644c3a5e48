internal import Glibc
internal import LogQuery
internal import LogStore

/// A real container prints the lines, dockerd takes them, and lslogd makes them searchable; and the same without lslogd.
struct LiveBenchmark: Benchmark {
  let name = "live"
  let summary =
    "a real container's lines until the last is found: CPU of lslogd beside that of dockerd; in the testbed only"

  private static let rounds = 3
  private static let patience: UInt64 = 120_000_000_000

  func run(_ conditions: Conditions) throws -> Outcome {
    var outcome = Outcome()
    do {
      try measure(conditions, &outcome)
    } catch let failure as CannotAsk {
      outcome.note(failure.reason)
    }
    return outcome
  }

  private func measure(_ conditions: Conditions, _ outcome: inout Outcome) throws {
    let docker = try LiveDocker()
    guard let binary = Program.sibling("lslogd") else {
      throw CannotAsk(reason: "not run, since lslogd is not built beside lslog-bench")
    }
    let text = conditions.folder.file("live-text")
    let fill = FillCommand(
      design: .text, path: text, lines: conditions.options.lines, source: conditions.options.source)
    let corpus = try fill.spawn()
    var (alone, followed) = (LiveFigures(lines: corpus.lines), LiveFigures(lines: corpus.lines))
    for round in 0..<(conditions.options.rounds ?? Self.rounds) {
      alone.add(try print(text, docker, number: 2 * round))
      let trial = try follow(text, docker, binary, conditions.folder, number: 2 * round + 1)
      if trial.missing != 0 {
        outcome.note("WRONG: \(trial.missing) of \(corpus.lines) lines are not in the store")
      }
      followed.add(trial)
    }
    outcome.measurements = [
      alone.measurement(subject: conditions.options.source.name, variant: "dockerd alone"),
      followed.measurement(subject: conditions.options.source.name, variant: "lslogd follows"),
    ]
    try conditions.folder.remove("live*")
  }

  private func label() -> String { "lslog-bench=\(getpid())" }

  /// The container alone.
  private func print(_ text: String, _ docker: LiveDocker, number: Int) throws -> LiveTrial {
    let container = try LiveContainer(docker, label: label(), text: text, number: number)
    // Its removal is work for dockerd, which is not to be counted.
    return try withExtendedLifetime(container) { LiveTrial(try container.run(), dockerd: docker.dockerd) }
  }

  /// The container with lslogd behind it.
  private func follow(
    _ text: String, _ docker: LiveDocker, _ binary: String, _ folder: Folder, number: Int
  ) throws -> LiveTrial {
    defer { try? folder.remove("live/") }
    let daemon = try LiveDaemon(binary, docker: docker, label: label(), folder: folder)
    let container = try LiveContainer(docker, label: label(), text: text, number: number)
    return try withExtendedLifetime(container) {
      let before = daemon.cpuSeconds
      let run = try container.run()
      let engine = SearchEngine(layout: StoreLayout(path: daemon.storePath))
      let found = try waitFor(container.lastWord, engine)
      var trial = LiveTrial(run, dockerd: docker.dockerd)
      trial.lagNanoseconds = found - run.ended
      trial.ourSeconds = daemon.cpuSeconds - before
      trial.peakMemory = daemon.peakMemory
      let expected = try Program.shell("wc -l <\(text)").flatMap { Int($0.filter(\.isNumber)) } ?? 0
      trial.missing = expected + 1 - (try Ask.lineCount(engine))
      return trial
    }
  }

  /// The time when a word is first found.
  private func waitFor(_ word: String, _ engine: SearchEngine) throws -> UInt64 {
    let start = Samples.now(CLOCK_REALTIME)
    while Samples.now(CLOCK_REALTIME) - start < Self.patience {
      if try Ask.has(word, engine) { return Samples.now(CLOCK_REALTIME) }
      usleep(2000)
    }
    throw TextFile.Failure(description: "the last line is not found after \(Self.patience / 1_000_000_000) s")
  }
}

internal import Glibc

/// One question put to one asker several times.
struct Interview {
  /// More are made only within ``patience``, fewer never.
  private static let fewestRounds = 1
  private static let rounds = 15
  private static let patience: UInt64 = 20_000_000_000

  /// Who was asked.
  let title: String
  /// How many lines were searched.
  let lines: Int
  /// The answer.
  let hits: Int
  private let samples: Samples

  /// Asks once without timing, then `rounds` times, but no more than a few times what is slow.
  init(_ asker: some Asker, _ question: Question, rounds: Int?) throws {
    (title, lines) = (asker.title, asker.lines)
    hits = try asker.count(question)
    var samples = Samples()
    let start = Samples.now(CLOCK_MONOTONIC)
    for round in 0..<(rounds ?? Self.rounds) {
      let isLate = Samples.now(CLOCK_MONOTONIC) - start > Self.patience
      guard round < Self.fewestRounds || !isLate else { break }
      try asker.prepare()
      try samples.measure { try asker.ask(question) }
    }
    self.samples = samples
  }

  /// The run in the middle.
  var medianMilliseconds: Double { Double(samples.medianWall) / 1e6 }

  /// The median, the 95th of 100, and the best.
  func measurement(subject: String) -> Measurement {
    Measurement(
      subject: subject, variant: title,
      figures: [
        Figure("lines", "lines", Double(lines), decimals: 0),
        Figure("hits", "hits", Double(hits), decimals: 0),
        Figure("median_milliseconds", "p50 ms", medianMilliseconds, decimals: 2),
        Figure("p95_milliseconds", "p95 ms", Double(samples.p95Wall) / 1e6, decimals: 2),
        Figure("best_milliseconds", "min ms", Double(samples.bestWall) / 1e6, decimals: 2),
        Figure("runs", "runs", Double(samples.wall.count), decimals: 0),
      ])
  }
}

import HealthStore
import LogWire
import TestSupport
import Testing

struct StateHistoryTests {
  private static func change(_ second: Int64, _ container: String, _ state: HealthState) -> StateChange {
    StateChange(time: Samples.time(second), container: container, name: "api", state: state)
  }

  private static func gap(_ from: Int64, _ until: Int64) -> HealthGap {
    HealthGap(from: Samples.time(from), until: Samples.time(until), reason: "away")
  }

  private static func range(_ range: Range<Int64>) -> Range<Timestamp> {
    Samples.time(range.lowerBound)..<Samples.time(range.upperBound)
  }

  private static func history(
    _ changes: [StateChange], _ gaps: [HealthGap] = [], in range: Range<Int64>
  ) -> StateHistory {
    StateHistory(changes: changes, gaps: gaps, in: Self.range(range))
  }

  private static func span(_ state: HealthState, _ from: Int64, _ until: Int64) -> StateHistory.Span {
    StateHistory.Span(state: state, from: Samples.time(from), until: Samples.time(until))
  }

  fileprivate static let second: Int64 = 1_000_000_000

  @Test func whatCameBeforeTheTimeSaysHowItBegins() {
    let history = Self.history(
      [Self.change(-50, "a", .healthy), Self.change(4, "a", .unhealthy)], in: 0..<10)
    #expect(history.spans == [Self.span(.healthy, 0, 4), Self.span(.unhealthy, 4, 10)])
    #expect(history.times(in: history.range).uptime == 0.4)
  }

  @Test func nothingIsKnownBeforeTheFirstChange() {
    let history = Self.history([Self.change(4, "a", .healthy)], in: 0..<10)
    let times = history.times(in: history.range)
    #expect(times == StateTimes(up: 6 * Self.second, absent: 4 * Self.second))
    #expect(times.uptime == 1 && times.known == 0.6)
    #expect(Self.history([], in: 0..<10).times(in: history.range).uptime == nil)
  }

  @Test func gapsAreUnknownAlsoWhereTheyOverlap() {
    let gaps = [
      Self.gap(-5, 1), Self.gap(2, 6), Self.gap(3, 5), Self.gap(4, 7), Self.gap(8, 8), Self.gap(9, 99),
    ]
    let history = Self.history(
      [Self.change(0, "a", .healthy), Self.change(3, "a", .paused)], gaps, in: 0..<10)
    #expect(
      history.spans == [
        Self.span(.unknown, 0, 1), Self.span(.healthy, 1, 2), Self.span(.unknown, 2, 7),
        Self.span(.paused, 7, 9),
        Self.span(.unknown, 9, 10),
      ])
  }

  @Test func containerThatIsMadeAnewGoesOnWhereTheOldOneEnded() {
    let history = Self.history(
      [
        Self.change(0, "a", .healthy), Self.change(3, "a", .removed), Self.change(5, "b", .unhealthy),
      ], in: 0..<10)
    #expect(history.spans == [Self.span(.healthy, 0, 3), Self.span(.unhealthy, 5, 10)])
  }

  /// Compose makes the new container before it removes the old one.
  @Test func endOfTheOldContainerIsNoneOfTheNewOne() {
    let history = Self.history(
      [
        Self.change(0, "a", .healthy), Self.change(3, "b", .running),
        Self.change(4, "a", .stopped(exitCode: 143)),
        Self.change(5, "a", .removed), Self.change(8, "b", .removed),
      ], in: 0..<10)
    #expect(history.spans == [Self.span(.healthy, 0, 3), Self.span(.running, 3, 8)])
  }

  @Test func piecesEndWithTheTime() {
    let history = Self.history(
      [
        Self.change(0, "a", .healthy), Self.change(7, "a", .unhealthy),
        Self.change(9, "a", .stopped(exitCode: 0)),
      ],
      in: 0..<10)
    #expect(history.pieces(5, each: .seconds(2)).map(\.uptime) == [1, 1, 1, 0.5, 0])
    #expect(history.pieces(5, each: .seconds(2)).last?.idle == Self.second)
    #expect(
      history.pieces(2, each: .seconds(20)).map(\.absent) == [0, 0],
      "what is beyond the time is no part of it")
  }

  /// Against a model that asks for each second by itself.
  @Test(arguments: 0..<200)
  func historyAgreesWithAModelOfSeconds(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let states = HealthDatabaseTests.states + [.removed]
    let containers = ["a", "b", "c"].prefix(random.number(1...3))
    let changes = (0..<random.number(0...40)).map { _ in random.number(-100...160) }.sorted().map { second in
      Self.change(Int64(second), random.element(Array(containers)), random.element(states))
    }
    let gaps = (0..<random.number(0...8)).map { _ in
      let start = random.number(-120...150)
      return Self.gap(Int64(start), Int64(start + random.number(0...40)))
    }.sorted { $0.from < $1.from }
    let history = Self.history(changes, gaps, in: 0..<100)
    let model = Model(changes: changes, gaps: gaps)
    for second in Int64(0)..<100 {
      let span = history.spans.last { $0.from <= Samples.time(second) && Samples.time(second) < $0.until }
      #expect(span?.state == model.state(at: second), "second \(second)")
    }
    for (left, right) in zip(history.spans, history.spans.dropFirst()) {
      #expect(left.until < right.from || left.until == right.from && left.state != right.state)
    }
    #expect(history.spans.allSatisfy { $0.from < $0.until })
    for _ in 0..<10 {
      let bounds = [random.number(0...100), random.number(0...100)].sorted().map(Int64.init)
      #expect(
        history.times(in: Self.range(bounds[0]..<bounds[1])) == model.times(in: bounds[0]..<bounds[1]),
        "\(bounds)")
    }
    let pieces = history.pieces(10, each: .seconds(10))
    for (place, piece) in pieces.enumerated() {
      let start = Int64(place) * 10
      #expect(piece == model.times(in: start..<start + 10), "piece \(place)")
    }
  }

  /// What the state is at a second, from the beginning each time.
  private struct Model {
    let changes: [StateChange]
    let gaps: [HealthGap]

    func state(at second: Int64) -> HealthState? {
      let time = Samples.time(second)
      var order: [String] = []
      var states: [String: HealthState] = [:]
      for change in changes where change.time <= time {
        if change.state == .removed {
          order.removeAll { $0 == change.container }
          states[change.container] = nil
        } else {
          if states[change.container] == nil { order.append(change.container) }
          states[change.container] = change.state
        }
      }
      guard let last = order.last else { return nil }
      return gaps.contains { $0.from <= time && time < $0.until } ? .unknown : states[last]
    }

    func times(in range: Range<Int64>) -> StateTimes {
      var times = StateTimes()
      for second in range {
        switch state(at: second) {
        case nil: times.absent += StateHistoryTests.second
        case .unknown?: times.unknown += StateHistoryTests.second
        case .healthy?, .running?, .degraded?: times.up += StateHistoryTests.second
        case .unhealthy?, .restarting?: times.down += StateHistoryTests.second
        case .stopped(let code)? where code != 0: times.down += StateHistoryTests.second
        default: times.idle += StateHistoryTests.second
        }
      }
      return times
    }
  }
}

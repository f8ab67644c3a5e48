import Terminal
import Testing

struct ProgressLineTests {
  private let line = ProgressLine(
    doneBytes: 50_000_000, totalBytes: 200_000_000, lines: 1_234_567, elapsed: .seconds(10))

  @Test func allIsShownWhereThereIsRoom() {
    #expect(
      line.text(columns: 120)
        == "[##########..............................] 25%  50 MB of 200 MB  1,234,567 lines  123,456/s  30 s left"
    )
  }

  @Test func lineFitsAnyWidth() {
    for columns in 1...140 {
      #expect(line.text(columns: columns).count <= columns)
      let unknown = ProgressLine(doneBytes: 5, totalBytes: nil, lines: 1, elapsed: .zero)
      #expect(unknown.text(columns: columns).count <= columns)
    }
    #expect(line.text(columns: 30) == "25%  50 MB of 200 MB")
  }

  @Test func withoutASizeThereIsNoBar() {
    let line = ProgressLine(doneBytes: 1500, totalBytes: nil, lines: 10, elapsed: .seconds(2))
    #expect(line.text(columns: 80) == "1.5 kB  10 lines  5/s")
  }

  @Test func whatWasDoneBeforeSaysNothingOfThePace() {
    var line = line
    line.skippedBytes = 40_000_000
    #expect(line.text(columns: 200).hasSuffix("2:30 left"))
  }

  @Test func numbersAreShort() {
    let bytes: [(Int64, String)] = [
      (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (9_949, "9.9 kB"), (10_000, "10 kB"), (999_999, "999 kB"),
      (1_000_000, "1.0 MB"), (117_317_334, "117 MB"), (4_200_000_000, "4.2 GB"), (-5, "-5 B"),
    ]
    for (number, text) in bytes { #expect(QuantityText.bytes(number) == text) }
    let counts: [(Int64, String)] = [(0, "0"), (999, "999"), (1000, "1,000"), (-1_234_567, "-1,234,567")]
    for (number, text) in counts { #expect(QuantityText.count(number) == text) }
    let durations: [(Duration, String)] = [
      (.milliseconds(420), "0.4 s"), (.seconds(12), "12 s"), (.seconds(187), "3:07"),
      (.seconds(3729), "1:02:09"),
    ]
    for (duration, text) in durations { #expect(QuantityText.duration(duration) == text) }
  }
}

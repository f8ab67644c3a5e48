internal import HealthStore

/// How long containers were up, as a person reads it.
enum UptimeText {
  private static let heights: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇"]

  /// `99.98 %`; 100 only if it was up all the time, and nothing but 0 if never; `-` if it was neither up nor down.
  static func percent(_ share: Double?) -> String {
    guard let share else { return "-" }
    if share >= 1 || share <= 0 { return share <= 0 ? "0 %" : "100 %" }
    let hundredths = Int((share * 10_000).rounded(.down))
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
  }

  /// A character for each piece of time: `█` up all the time, `▇`…`▁` less and less of it, `×` down all the time; `-` neither,
  /// since nobody meant it to be up; `?` nobody could tell; `·` it was not there.
  static func line(_ pieces: [StateTimes]) -> String {
    String(pieces.map(sign))
  }

  private static func sign(of times: StateTimes) -> Character {
    switch times.uptime {
    case 0?: "×"
    case 1?: "█"
    case let share?: heights[max(0, min(heights.count - 1, Int(share * Double(heights.count))))]
    case nil where times.unknown > 0: "?"
    case nil: times.idle > 0 ? "-" : "·"
    }
  }
}

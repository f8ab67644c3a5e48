/// Counts as a row of small bars.
enum TrendText {
  private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// One character a count: a space for none, and for others a bar as high as the count is to the highest.
  static func text(_ counts: [Int]) -> String {
    let highest = Double(counts.max() ?? 0)
    var text = ""
    for count in counts {
      let height = Int((Double(count) / max(1, highest) * 8).rounded(.up))
      text.append(count <= 0 ? " " : bars[max(0, min(7, height - 1))])
    }
    return text
  }
}

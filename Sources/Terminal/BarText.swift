/// A bar that lies, drawn in eighths of a cell.
enum BarText {
  private static let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// A bar as long as `value` is to `highest`, which takes `width` cells; an eighth at least for anything above 0.
  static func text(_ value: Int, of highest: Int, width: Int) -> String {
    guard value > 0, highest > 0, width > 0 else { return "" }
    let eighths = max(1, Int((Double(value) / Double(highest) * Double(width * 8)).rounded()))
    return String(repeating: "█", count: eighths / 8) + parts[eighths % 8]
  }
}

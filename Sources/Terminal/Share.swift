/// What part of a whole some hits are.
enum Share {
  /// As `60.3 %`.
  static func text(_ count: Int, of total: Int) -> String {
    let permille = Int((fraction(count, of: total) * 1000).rounded())
    return "\(permille / 10).\(permille % 10) %"
  }

  /// From 0 to 1, rounded to six digits.
  static func rounded(_ count: Int, of total: Int) -> Double {
    (fraction(count, of: total) * 1_000_000).rounded() / 1_000_000
  }

  private static func fraction(_ count: Int, of total: Int) -> Double {
    Double(count) / Double(max(1, total))
  }
}

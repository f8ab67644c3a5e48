/// Numbers as a person reads them.
package enum QuantityText {
  /// `1,234,567`.
  package static func count(_ number: Int64) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// `999 B`, `1.2 kB`, `117 MB`: powers of 1,000, as disks are sold; at most three digits.
  package static func bytes(_ number: Int64) -> String {
    guard number.magnitude >= 1000 else { return "\(number) B" }
    var tenths = number / 100
    for unit in ["kB", "MB", "GB", "TB", "PB"] {
      if tenths.magnitude < 10_000 || unit == "PB" { return "\(decimal(tenths)) \(unit)" }
      tenths /= 1000
    }
    return "\(number) B"
  }

  /// `0.4 s`, `12 s`, `3:07`, `1:02:09`.
  package static func duration(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let tenths = seconds * 10 + attoseconds / 100_000_000_000_000_000
    if seconds < 60 { return "\(decimal(tenths)) s" }
    let (minutes, rest) = seconds.quotientAndRemainder(dividingBy: 60)
    return minutes < 60
      ? "\(minutes):\(padded(rest))" : "\(minutes / 60):\(padded(minutes % 60)):\(padded(rest))"
  }

  /// One decimal below ten.
  private static func decimal(_ tenths: Int64) -> String {
    tenths.magnitude < 100 ? "\(tenths / 10).\((tenths % 10).magnitude)" : "\(tenths / 10)"
  }

  private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Duration {
  /// Reads a duration as a person writes it: `100ms`, `10s`, `5m`, `2h`, `3d`, `1w`, or combined from large to small:
  /// `1h30m`. A day is 24 hours. `0` needs no unit.
  ///
  /// - Throws: ``QuantityError`` for anything else: no unit, an unknown unit, units out of order, a fraction, a sign, more
  ///   than 2^63 − 1 milliseconds.
  package init(parsing text: String) throws(QuantityError) {
    let scanner = QuantityScanner(text: text, expected: Self.expectation)
    let parts = try scanner.parts()
    if parts.count == 1, parts[0].number == 0, parts[0].unit.isEmpty {
      self = .zero
      return
    }
    var total: Int64 = 0
    var lastUnit = -1
    for part in parts {
      guard !part.unit.isEmpty else { throw scanner.failure(.unitMissing) }
      guard let unit = Self.units.firstIndex(where: { $0.name == part.unit }) else {
        throw scanner.failure(.unitUnknown(part.unit))
      }
      guard unit > lastUnit else { throw scanner.failure(.unitsOutOfOrder) }
      lastUnit = unit
      let (value, overflow) = part.number.multipliedReportingOverflow(by: Self.units[unit].milliseconds)
      let (sum, carried) = total.addingReportingOverflow(value)
      guard !overflow, !carried else { throw scanner.failure(.tooLarge) }
      total = sum
    }
    self = .milliseconds(total)
  }

  /// The spelling that ``init(parsing:)`` reads back, in units from weeks' days down to milliseconds: `1h30m`, `30d`, `250ms`.
  ///
  /// What is below a millisecond is cut off; a negative duration has a leading `-`.
  package var text: String {
    var rest = wholeMilliseconds.magnitude
    guard rest != 0 else { return "0s" }
    var text = wholeMilliseconds < 0 ? "-" : ""
    for unit in Self.units where unit.name != "w" {
      let size = UInt64(unit.milliseconds)
      if rest >= size { text += "\(rest / size)\(unit.name)" }
      rest %= size
    }
    return text
  }

  /// The duration in milliseconds, cut toward zero.
  package var wholeMilliseconds: Int64 {
    components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
  }

  /// What a message says was expected.
  package static let expectation = "a duration such as 500ms, 10s, 5m, 2h, 3d or 1h30m"

  private static let units: [(name: String, milliseconds: Int64)] = [
    ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60000), ("s", 1000), ("ms", 1),
  ]
}

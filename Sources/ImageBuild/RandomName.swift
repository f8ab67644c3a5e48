/// Names that nobody else has.
enum RandomName {
  /// 32 hex digits, from the system's random numbers.
  static func make() -> String {
    (0..<4).map { _ in
      let digits = String(UInt32.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }
}

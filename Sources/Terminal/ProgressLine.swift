/// What is shown of work that takes long: one line, fitted to the terminal.
package struct ProgressLine: Sendable, Equatable {
  /// Bytes that are done with.
  package var doneBytes: Int64
  /// Bytes in all; nil: nobody knows.
  package var totalBytes: Int64?
  /// Lines stored since the beginning.
  package var lines: Int64
  /// Since the beginning.
  package var elapsed: Duration
  /// Bytes that were done with before the beginning; they say nothing of the pace.
  package var skippedBytes: Int64 = 0

  package init(
    doneBytes: Int64, totalBytes: Int64?, lines: Int64, elapsed: Duration, skippedBytes: Int64 = 0
  ) {
    self.doneBytes = doneBytes
    self.totalBytes = totalBytes
    self.lines = lines
    self.elapsed = elapsed
    self.skippedBytes = skippedBytes
  }

  /// The line, at most `columns` wide: first the bar is left out, then what is at the end.
  package func text(columns: Int) -> String {
    var parts = [amount, "\(QuantityText.count(lines)) lines", "\(QuantityText.count(linesPerSecond))/s"]
    if let remaining { parts.append("\(QuantityText.duration(remaining)) left") }
    var text = parts[0]
    for part in parts.dropFirst() where text.count + 2 + part.count <= columns { text += "  " + part }
    guard let fraction else { return String(text.prefix(columns)) }
    let width = min(columns - text.count - 3, 40)
    return width >= 8 ? "\(Self.bar(fraction, width: width)) \(text)" : String(text.prefix(columns))
  }

  private var amount: String {
    let done = QuantityText.bytes(doneBytes)
    guard let fraction, let totalBytes else { return done }
    return "\(Int(fraction * 100))%  \(done) of \(QuantityText.bytes(totalBytes))"
  }

  private var fraction: Double? {
    guard let totalBytes, totalBytes > 0 else { return nil }
    return min(Double(doneBytes) / Double(totalBytes), 1)
  }

  private var seconds: Double { elapsed / .seconds(1) }

  private var linesPerSecond: Int64 { seconds > 0 ? Int64(Double(lines) / seconds) : 0 }

  /// How long it will take if it goes on so; nil in the first second.
  private var remaining: Duration? {
    let done = doneBytes - skippedBytes
    guard let totalBytes, seconds >= 1, done > 0 else { return nil }
    return .seconds(Double(max(totalBytes - doneBytes, 0)) / Double(done) * seconds)
  }

  private static func bar(_ fraction: Double, width: Int) -> String {
    let full = Int(fraction * Double(width))
    return "[" + String(repeating: "#", count: full) + String(repeating: ".", count: width - full) + "]"
  }
}

internal import LineContent
internal import LogWire

/// What the whole text of a field must be: literal text with any run of bytes between its parts.
package struct FieldPattern: Sendable, Hashable {
  /// The literal parts; a `*` stands between each two. One part is the whole text. Parts in the middle are not empty. In
  /// small letters (ASCII) unless case matters.
  package let parts: [[UInt8]]
  /// Whether capitals are other letters than small ones.
  package let isCaseSensitive: Bool

  /// - Parameter parts: at least one.
  package init(_ parts: [[UInt8]], isCaseSensitive: Bool = false) {
    precondition(!parts.isEmpty, "a pattern has at least one part")
    let kept = parts.indices.filter { index in
      index == 0 || index == parts.count - 1 || !parts[index].isEmpty
    }
    self.parts = kept.map { isCaseSensitive ? parts[$0] : TokenBytes.lowercased(parts[$0]) }
    self.isCaseSensitive = isCaseSensitive
  }

  /// True if `text` is as the pattern says. Complexity: O(text × pattern) at worst.
  package func matches(_ text: RawSpan) -> Bool {
    let first = parts[0]
    let last = parts[parts.count - 1]
    if parts.count == 1 { return text.byteCount == first.count && stands(first, in: text, at: 0) }
    // The two ends must not overlap.
    guard text.byteCount >= first.count + last.count, stands(first, in: text, at: 0),
      stands(last, in: text, at: text.byteCount - last.count)
    else { return false }
    var position = first.count
    for part in parts.dropFirst().dropLast() {
      guard let found = place(of: part, in: text, position..<text.byteCount - last.count) else {
        return false
      }
      position = found + part.count
    }
    return true
  }

  private func place(of part: [UInt8], in text: RawSpan, _ range: Range<Int>) -> Int? {
    guard range.count >= part.count else { return nil }
    return (range.lowerBound...range.upperBound - part.count).first { stands(part, in: text, at: $0) }
  }

  /// True if the part stands at `position`, where it fits.
  private func stands(_ part: [UInt8], in text: RawSpan, at position: Int) -> Bool {
    for offset in part.indices {
      let byte = text.byte(at: position + offset)
      if (isCaseSensitive ? byte : TokenBytes.lowercased(byte)) != part[offset] { return false }
    }
    return true
  }
}

extension FieldPattern: CustomStringConvertible {
  /// As it is written in a query: parts in quotes where they need them, stars between.
  package var description: String {
    if parts.allSatisfy(\.isEmpty) { return parts.count == 1 ? "\"\"" : "\"\"*" }
    if parts.count == 1 {
      return Decimal.isDecimal(parts[0]) ? QueryText.quoted(parts[0]) : QueryText.spelled(parts[0])
    }
    return parts.map { $0.isEmpty ? "" : QueryText.spelled($0) }.joined(separator: "*")
  }
}

package import LogWire

extension TemplateBlock {
  /// More text than this is not given room before it is there.
  private static let reserved = 4 << 20

  /// Gives the messages of some lines, rising. Their bytes are lent for the time of the call.
  package func forEachMessage(of wanted: LineSet, _ body: (Int, RawSpan) throws -> Void) throws {
    try forEachPart(
      of: wanted,
      templates.map { template in
        let text = catalog.range(of: Int(template))
        // What stands for a whole line has a second placeholder, which is none.
        return template == TemplateSyntax.whole ? text.lowerBound..<text.lowerBound + 1 : text
      }, body)
  }

  /// Gives a part of the messages of some lines, rising. Its bytes are lent for the time of the call; nothing else of a message is
  /// put together.
  ///
  /// - Parameter parts: for each of ``templates`` a range of its text, with a placeholder for each variable. Lines of those
  ///   without one are passed over.
  package func forEachPart(
    of wanted: LineSet, inTemplates parts: [Range<Int>?], _ body: (Int, RawSpan) throws -> Void
  ) throws {
    try forEachPart(
      of: wanted,
      zip(templates, parts).map { template, part in
        let start = catalog.range(of: Int(template)).lowerBound
        return part.map { start + $0.lowerBound..<start + $0.upperBound } ?? Self.noPart
      }, body)
  }

  /// Of a template whose lines are passed over.
  private static let noPart = -1..<0

  /// - Parameter parts: for each template where its part stands among all texts.
  private func forEachPart(
    of wanted: LineSet, _ parts: [Range<Int>], _ body: (Int, RawSpan) throws -> Void
  ) throws {
    guard let last = wanted.last else { return }
    let indices = try templateIndices()
    let columns = try columns(withTexts: true)
    try catalog.withPaddedTexts { pool in
      try columns.withPointers { pointers in
        let slots = columns.slots.span
        let table = columns.columns.span
        var rows = [Int](repeating: 0, count: table.count)
        var rowSpan = rows.mutableSpan
        var message = MessageBuffer()
        for line in 0...last {
          let index = Int(indices[line])
          let range = columns.slots(of: index)
          let part = parts[index]
          guard wanted.contains(line), part.lowerBound >= 0 else {
            for slot in range { rowSpan[Int(slots[slot].column)] += 1 }
            continue
          }
          message.removeAll()
          var literal = part.lowerBound
          for place in range {
            let slot = slots[place]
            let (column, end) = (Int(slot.column), Int(slot.offset))
            if part.contains(end) {
              message.append(pool + literal, end - literal)
              pointers.append(table[column], row: rowSpan[column], to: &message)
              literal = end + 1
            }
            rowSpan[column] += 1
          }
          message.append(pool + literal, part.upperBound - literal)
          try body(line, message.bytes.bytes)
        }
      }
    }
  }

  /// Decodes all lines into `batch`, whose lines are replaced.
  package func decode(textBytes: Int, into batch: inout LineBatch) throws {
    batch.removeAll()
    guard (0...Int(UInt32.max)).contains(textBytes) else { throw BlockDamage("\(textBytes) bytes of text") }
    // What is claimed need not be so.
    batch.reserve(lines: lines, bytes: min(textBytes, Self.reserved))
    let times = try times()
    let flags = try flags()
    let stderr = try stderrLines()
    var total = 0
    try forEachMessage(of: LineSet(capacity: lines, all: true)) { line, message in
      total += message.byteCount
      guard total <= textBytes else {
        throw BlockDamage("it has more text than the \(textBytes) bytes it should")
      }
      batch.append(
        message: message, time: Timestamp(nanoseconds: times[line]),
        stream: stderr.contains(line) ? .stderr : .stdout, flags: flags[line])
    }
    guard total == textBytes else { throw BlockDamage("it has \(total) bytes of text, not \(textBytes)") }
  }
}

package import LogWire

extension TemplateBlock {
  /// More text than this is not given room before it is there.
  private static let reserved = 4 << 20

  /// Gives the messages of some lines, rising. Their bytes are lent for the time of the call.
  package func forEachMessage(of wanted: LineSet, _ body: (Int, RawSpan) throws -> Void) throws {
    guard let last = wanted.last else { return }
    let indices = try templateIndices()
    let columns = try columns(withTexts: true)
    let texts = templates.map { catalog.range(of: Int($0)) }
    let hasWhole = templates.first == UInt32(TemplateSyntax.whole)
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
          guard wanted.contains(line) else {
            for slot in range { rowSpan[Int(slots[slot].column)] += 1 }
            continue
          }
          message.removeAll()
          var literal = texts[index].lowerBound
          for place in range {
            let slot = slots[place]
            let (column, end) = (Int(slot.column), Int(slot.offset))
            message.append(pool + literal, end - literal)
            pointers.append(table[column], row: rowSpan[column], to: &message)
            rowSpan[column] += 1
            literal = end + 1
          }
          // What stands for a whole line has a second placeholder, which is none.
          if !hasWhole || index > 0 { message.append(pool + literal, texts[index].upperBound - literal) }
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

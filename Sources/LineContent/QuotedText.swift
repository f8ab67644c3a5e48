internal import LogWire

/// Text in quotation marks, in which a backslash takes the byte after it as it is.
enum QuotedText {
  /// Reads from the opening mark at `position` to behind the closing one.
  ///
  /// - Returns: nil, and nothing is read, if there is no closing mark.
  static func read(_ mark: UInt8, at position: inout Int, in line: RawSpan) -> FieldValue? {
    let start = position + 1
    var end = start
    var isEscaped = false
    while end < line.byteCount {
      let byte = line.byte(at: end)
      if byte == mark {
        position = end + 1
        return FieldValue(kind: .string, range: start..<end, isEscaped: isEscaped)
      }
      if byte == UInt8(ascii: "\\") {
        isEscaped = true
        end += 1
      }
      end += 1
    }
    return nil
  }
}

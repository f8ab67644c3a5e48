/// What a probe was told, line by line, indented and dim in colour. It comes from outside: each line is inert.
struct OutputText {
  let isColored: Bool
  /// The columns of the terminal; nil: nothing is cut.
  let width: Int?
  let indent: String
  /// How many lines to show at most.
  let lines: Int

  /// The lines, each with its end, and one that says how many more there are. Nothing for white space only.
  func text(_ output: [UInt8]) -> String {
    var all = output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    while all.last?.allSatisfy({ $0 <= 0x20 }) ?? false { all.removeLast() }
    var text = ""
    for line in all.prefix(lines) {
      let bytes = line.last == UInt8(ascii: "\r") ? Array(line.dropLast()) : line
      text += styled(InertText.cut(indent + InertText.inert(bytes), at: width))
    }
    let more = all.count - lines
    if more > 0 { text += styled("\(indent)… \(more) more \(more == 1 ? "line" : "lines")") }
    return text
  }

  private func styled(_ line: String) -> String { TextStyle.dim.applied(to: line, colored: isColored) + "\n" }
}

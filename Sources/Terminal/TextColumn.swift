/// One column of a table: its header and its cells, which are inert and of one line.
struct TextColumn {
  enum Alignment {
    case left, right
  }

  private let header: String
  private let cells: [String]
  private let styles: [TextStyle]
  private let alignment: Alignment
  private let width: Int

  /// - Parameter styles: one for each cell, or none.
  init(_ header: String, _ cells: [String], styles: [TextStyle] = [], alignment: Alignment = .left) {
    self.header = header
    self.cells = cells
    self.styles = styles
    self.alignment = alignment
    self.width = cells.map { DisplayWidth.columns($0) }.reduce(header.utf8.count, max)
  }

  /// The columns side by side, two spaces apart, without spaces at the line ends. All have equally many cells.
  static func table(_ columns: [TextColumn], isColored: Bool) -> String {
    var text = line(columns.map { $0.padded($0.header, style: isColored ? .bold : nil) })
    for row in 0..<(columns.first?.cells.count ?? 0) {
      text += line(columns.map { $0.cell(row, isColored: isColored) })
    }
    return text
  }

  private func cell(_ row: Int, isColored: Bool) -> String {
    padded(cells[row], style: isColored && row < styles.count ? styles[row] : nil)
  }

  private func padded(_ cell: String, style: TextStyle?) -> String {
    let space = String(repeating: " ", count: max(0, width - DisplayWidth.columns(cell)))
    let text = style?.applied(to: cell, colored: true) ?? cell
    return alignment == .left ? text + space : space + text
  }

  private static func line(_ cells: [String]) -> String {
    var line = Substring(cells.joined(separator: "  "))
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }
}
